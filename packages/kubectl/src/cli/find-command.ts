import { groups, stockCommands } from '../commands/groups.ts';
import { commands } from '../commands/commands.ts';
import { type FlagSpec, parseFlags } from './flags.ts';
import { type CommandEntry, globalFlags } from './command.ts';
import { KubectlError, usageFault } from './kubectl-error.ts';
import { suggestionsFor } from './suggestions.ts';

/** What a line of words calls. */
export type Called =
  | { readonly kind: 'command'; readonly entry: CommandEntry; readonly words: readonly string[] }
  /** A word that only has commands below it, or no word at all: its help is shown. */
  | { readonly kind: 'group'; readonly name: string; readonly isAsked: boolean };

/**
 * Finds the command that the words after `kubectl` call; of two that fit, the longer name wins.
 * @throws KubectlError worded as kubectl words it when there is none
 */
export function findCommand(argv: readonly string[]): Called {
  const { start, words } = withoutLeadingFlags(argv);
  const isAsked = start.includes('--help') || start.includes('-h');
  for (const length of [3, 2, 1]) {
    const name = words.slice(0, length).join(' ');
    if (words.length < length) continue;
    const entry = commands.find((other) => other.name === name || other.aliases?.includes(name) === true);
    if (entry) return { kind: 'command', entry, words: [...start, ...words.slice(length)] };
    if (groups.some((group) => group.name === name)) return groupCalled(name, words.slice(length), isAsked);
  }
  const [first] = words;
  if (first === undefined) {
    parseFlags(start, globalFlags, 'kubectl');
    return { kind: 'group', name: '', isAsked: true };
  }
  if (first === 'help') return helpOf(words.slice(1));
  throw unknownCommand(first);
}

function groupCalled(name: string, rest: readonly string[], isAsked: boolean): Called {
  if (rest.some((word) => word === '--help' || word === '-h')) return { kind: 'group', name, isAsked: true };
  const unknown = rest.filter((word) => !word.startsWith('-'));
  if (unknown.length === 0) return { kind: 'group', name, isAsked };
  throw usageFault(`kubectl ${name}`, `unknown command ${JSON.stringify(rest.join(' '))}`);
}

/** `kubectl help create deployment` is `kubectl create deployment --help`. */
function helpOf(words: readonly string[]): Called {
  if (words.length === 0) return { kind: 'group', name: '', isAsked: true };
  return findCommand([...words, '--help']);
}

function unknownCommand(word: string): KubectlError {
  const near = suggestionsFor(word, stockCommands);
  const hint = near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
  return new KubectlError(`error: unknown command ${JSON.stringify(word)} for "kubectl"${hint}`);
}

/** Global flags may stand before the command: `-n lab get pods`. */
function withoutLeadingFlags(argv: readonly string[]): { start: readonly string[]; words: readonly string[] } {
  let index = 0;
  while (argv[index]?.startsWith('-')) {
    index += takesNext(argv[index] ?? '') ? 2 : 1;
  }
  return { start: argv.slice(0, index), words: argv.slice(index) };
}

function takesNext(word: string): boolean {
  return globalFlags.some(
    ({ name, short, type }: FlagSpec) => type !== 'bool' && (word === `--${name}` || word === `-${short}`),
  );
}
