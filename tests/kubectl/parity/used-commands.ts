import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A command line that a lab or a page of the site uses. */
export interface UsedCommand {
  /** Relative to the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What stands behind `kubectl`. */
  readonly text: string;
}

/** `$(kubectl …)`: a command of its own, and one word of the command around it. */
const substitution = /\$\(kubectl ([^)]+)\)/g;

const root = join(import.meta.dirname, '../../..');

/** Every kubectl command of `labs/` (texts, hints, looks and attempts) and of the console fences of `docs/concepts/`. */
export function usedCommands(): UsedCommand[] {
  return ['labs', 'docs/concepts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => (folder === 'labs' ? /\.(yaml|md)$/.test(path) : /^[^/]+\.mdx$/.test(path)))
      .toSorted()
      .flatMap((path) => commandsIn(readFileSync(join(root, folder, path), 'utf8'), `${folder}/${path}`)),
  );
}

function commandsIn(text: string, file: string): UsedCommand[] {
  // A command in backticks may go on in the next line of a folded text.
  const quoted = [...text.matchAll(/`kubectl ([^`]+)`/g)];
  const bare = [...text.matchAll(/^(?:\$ kubectl| +look: kubectl| *- kubectl:) (.+)$/gm)];
  const inner = [...text.matchAll(substitution)];
  return [...quoted, ...bare, ...inner].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length,
    text: (match[1] ?? '').replaceAll(/\s*\n\s*/g, ' ').replaceAll(substitution, 'WORD'),
  }));
}
