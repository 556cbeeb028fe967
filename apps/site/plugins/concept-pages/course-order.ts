import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the course's pages in a folder, in the order in which they are read: by `sidebar_position`, those without first. */
export function courseOrder(folder: string): string[] {
  const position = (name: string) =>
    Number(/^sidebar_position: *(\d+)/m.exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? 0);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mdx'))
    .map((name) => ({ name, at: position(name) }))
    .toSorted((a, b) => a.at - b.at || a.name.localeCompare(b.name))
    .map(({ name }) => name);
}
