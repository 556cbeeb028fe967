import type { Shell } from '../shell.ts';

/** The options before the operands of a builtin. */
export interface TakenOptions {
  /** In their order, with the values of those that take one. */
  readonly options: readonly { readonly letter: string; readonly value: string }[];
  readonly rest: readonly string[];
}

/**
 * Takes a builtin's options as ash's nextopt does: up to `--` or the first operand.
 * @param known letters; a colon after those that take a value
 * @throws ShellError (status 2) at an unknown option or a missing value
 */
export function takeLetters(shell: Shell, argv: readonly string[], known = ''): TakenOptions {
  const command = argv[0] ?? '';
  const options: { letter: string; value: string }[] = [];
  let index = 1;
  for (; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (!argument.startsWith('-') || argument === '-') break;
    if (argument === '--') {
      index += 1;
      break;
    }
    for (let at = 1; at < argument.length; at += 1) {
      const letter = argument[at] ?? '';
      const place = letter === ':' ? -1 : known.indexOf(letter);
      if (place < 0) throw shell.builtinError(command, `illegal option -${letter}`);
      if (known[place + 1] !== ':') {
        options.push({ letter, value: '' });
        continue;
      }
      const attached = argument.slice(at + 1);
      if (attached === '') index += 1;
      const value = attached === '' ? argv[index] : attached;
      if (value === undefined) throw shell.builtinError(command, `no arg for -${letter} option`);
      options.push({ letter, value });
      break;
    }
  }
  return { options, rest: argv.slice(index) };
}
