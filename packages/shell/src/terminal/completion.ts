import { SystemError } from '../files/errno.ts';
import { directoryName } from '../files/path.ts';
import type { ProcessContext } from '../process/context.ts';

/** What the word before the cursor can become: whole words, a folder with its slash. */
export interface Completion {
  /** Where the word begins. */
  readonly start: number;
  readonly words: readonly string[];
}

/** The files that a path begins, sorted. Hidden ones only when the name asks for them. */
function matchingFiles(context: ProcessContext, typed: string, isWanted: (path: string) => boolean): string[] {
  const slash = typed.lastIndexOf('/') + 1;
  const [directory, name] = [typed.slice(0, slash), typed.slice(slash)];
  let names: readonly string[];
  try {
    names = context.files.list(directory === '' ? '.' : directory);
  } catch (error) {
    if (error instanceof SystemError) return [];
    throw error;
  }
  return names
    .filter((one) => one.startsWith(name) && (name !== '' || !one.startsWith('.')) && isWanted(directory + one))
    .map((one) => directory + one + (context.files.find(directory + one)?.kind === 'directory' ? '/' : ''))
    .sort();
}

/**
 * Completes the word before the cursor as busybox does: the first word of a command with what can be run, others with
 * files (`cd` with folders).
 * @param commands names that the shell itself knows
 */
export function complete(context: ProcessContext, line: string, commands: readonly string[], path: string): Completion {
  const typed = /(?:[^\s;|&<>()]|\\.)*$/.exec(line)?.[0] ?? '';
  const start = line.length - typed.length;
  const before = line.slice(0, start);
  const isCommand = /(?:^|[;|&(])\s*$/.test(before) && !typed.includes('/');
  if (!isCommand) {
    const wantsFolder = /(?:^|[;|&(])\s*cd\s+$/.test(before);
    const isWanted = (file: string) => !wantsFolder || context.files.find(file)?.kind === 'directory';
    return { start, words: matchingFiles(context, typed, isWanted) };
  }
  const found = path
    .split(':')
    .flatMap((folder) => matchingFiles(context, `${folder}/${typed}`, (file) => !file.endsWith('/')))
    .map((file) => file.slice(directoryName(file).replace(/\/$/, '').length + 1));
  return { start, words: [...new Set([...commands.filter((name) => name.startsWith(typed)), ...found])].sort() };
}

/** Names in columns that fit, from top to bottom. */
export function inColumns(names: readonly string[], columns: number): string {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const rows = Math.ceil(names.length / Math.max(1, Math.floor(columns / width)));
  return Array.from({ length: rows }, (_value, row) => {
    const inRow = names.filter((_name, index) => index % rows === row);
    return `${inRow.map((name, at) => (at < inRow.length - 1 ? name.padEnd(width) : name)).join('')}\n`;
  }).join('');
}
