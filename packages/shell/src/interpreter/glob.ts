import type { ByteString } from '../files/bytes.ts';
import { attempt } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import { hasGlob, matchesPattern, unescapePattern } from './pattern.ts';

/** The paths that a pattern matches, sorted; none when nothing does. */
export function expandGlob(context: ProcessContext, pattern: ByteString): ByteString[] {
  const isAbsolute = pattern.startsWith('/');
  const names = pattern.split(/\/+/).filter((name) => name !== '');
  const onlyDirectories = pattern.endsWith('/');
  let paths: ByteString[] = [isAbsolute ? '/' : ''];
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    paths = paths.flatMap((base) => expandName(context, base, name, !isLast || onlyDirectories));
    if (!isLast || onlyDirectories) paths = paths.map((path) => `${path}/`);
  }
  return paths;
}

function expandName(context: ProcessContext, base: ByteString, name: ByteString, isDirectory: boolean): ByteString[] {
  if (!hasGlob(name)) {
    const path = base + unescapePattern(name);
    return context.files.find(path, isDirectory) ? [path] : [];
  }
  const entries = attempt(() => context.files.list(base === '' ? '.' : base)) ?? [];
  context.charge(entries.length);
  const candidates = name.startsWith('.') ? ['.', '..', ...entries] : entries;
  return candidates
    .filter((entry) => (name.startsWith('.') || !entry.startsWith('.')) && matchesPattern(name, entry))
    .filter((entry) => !isDirectory || context.files.find(base + entry)?.kind === 'directory')
    .sort((a, b) => (a < b ? -1 : 1))
    .map((entry) => base + entry);
}
