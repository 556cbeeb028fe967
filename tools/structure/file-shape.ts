import type { SourceFile } from './boundaries.ts';

const lineLimit = 400;
const vague = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'shared', 'index2', 'stuff'];

/** Files that have outgrown one concept, or whose name says nothing. */
export function checkFileShape(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => [...checkLength(file), ...checkName(file)]);
}

function checkLength({ path, text }: SourceFile): string[] {
  const lines = text.split('\n').length - 1;
  if (lines <= lineLimit) return [];
  return [`${path}: ${lines} lines; ${lineLimit} at most. Split it by concept, one file each, named for the concept.`];
}

function checkName({ path }: SourceFile): string[] {
  const base = (path.split('/').at(-1) ?? '').replace(/(\.test)?\.(ts|tsx|mts|mjs)$/, '');
  if (vague.includes(base)) return [`${path}: '${base}' names no concept. Name the file for the one thing it holds.`];
  if (base === 'index' && !/^(packages|apps)\/[^/]+\/src\/(pages\/)?index\.tsx?$/.test(path))
    return [
      `${path}: only a package's src/index.ts is an entry. Name this file for what it holds and import it by path.`,
    ];
  return [];
}
