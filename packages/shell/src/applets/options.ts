import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { complainUsage } from './usage.ts';

/** Arguments of a program, taken apart. */
export interface Options {
  /** Letters that were given, with the values of those that take one. */
  readonly has: (letter: string) => boolean;
  readonly value: (letter: string) => string | undefined;
  readonly values: (letter: string) => readonly string[];
  readonly rest: readonly string[];
}

/**
 * Takes options as getopt does: together or apart, options after other arguments too, `--` ends them.
 * @param known letters; a colon after those that take a value, two after those that may have one attached, as in getopt; `+` before them: the first operand ends them
 * @param long letters by the long names that mean the same
 * @returns undefined after an unknown option was told of: the program ends with status 1
 */
export function* parseOptions(
  context: ProcessContext,
  args: readonly string[],
  known: string,
  long: Readonly<Record<string, string>> = {},
): Coroutine<Options | undefined> {
  const found = new Map<string, string[]>();
  const rest: string[] = [];
  const add = (letter: string, value?: string) => {
    const values = found.get(letter) ?? [];
    if (value !== undefined) values.push(value);
    found.set(letter, values);
  };
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '--') {
      rest.push(...args.slice(index + 1));
      break;
    }
    if (argument.startsWith('--')) {
      const [name = '', value] = argument.slice(2).split(/=(.*)/s);
      const letter = long[name];
      if (letter === undefined) {
        yield* complainUsage(context, `unrecognized option '${argument}'`);
        return undefined;
      }
      if (known.includes(`${letter}::`)) add(letter, value ?? '');
      else add(letter, known.includes(`${letter}:`) ? (value ?? args[++index] ?? '') : undefined);
      continue;
    }
    if (!argument.startsWith('-') || argument === '-') {
      if (known.startsWith('+')) {
        rest.push(...args.slice(index));
        break;
      }
      rest.push(argument);
      continue;
    }
    for (let at = 1; at < argument.length; at += 1) {
      const letter = argument[at] ?? '';
      const place = letter === ':' || letter === '+' ? -1 : known.indexOf(letter);
      if (place < 0) {
        yield* complainUsage(context, `invalid option -- '${letter}'`);
        return undefined;
      }
      if (known[place + 1] !== ':') {
        add(letter);
        continue;
      }
      let value = argument.slice(at + 1);
      if (known[place + 2] === ':') {
        add(letter, value);
        break;
      }
      if (value === '') {
        index += 1;
        const next = args[index];
        if (next === undefined) {
          yield* complainUsage(context, `option requires an argument -- '${letter}'`);
          return undefined;
        }
        value = next;
      }
      add(letter, value);
      break;
    }
  }
  return {
    has: (letter) => found.has(letter),
    value: (letter) => found.get(letter)?.at(-1),
    values: (letter) => found.get(letter) ?? [],
    rest,
  };
}
