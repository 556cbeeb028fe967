import type { ByteString } from '../files/bytes.ts';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

const escapes = /\\(?:0([0-7]{0,3})|([1-7][0-7]{0,2})|x([0-9a-fA-F]{1,2})|([^]))/g;
const escapesOfFormat = /\\(?:0([0-7]{0,2})|([1-7][0-7]{0,2})|x([0-9a-fA-F]{1,2})|([^]))/g;

/**
 * Replaces backslash escapes as `echo -e` and `%b` do.
 * @param octal at most so many digits follow `\0`: in the format of `printf`, where the 0 is a digit itself, two
 * @returns whether `\c` ended the output
 */
export function unescapeText(text: ByteString, octal: 2 | 3 = 3): { text: ByteString; ended: boolean } {
  let ended = false;
  const end = /^(?:[^\\]|\\[^c])*\\c/.exec(text);
  const source = end ? end[0].slice(0, -2) : text;
  if (end) ended = true;
  const replaced = source.replace(octal === 2 ? escapesOfFormat : escapes, (all, o, p, x, c) => {
    if (o !== undefined) return String.fromCharCode(parseInt(o || '0', 8) & 255);
    if (p !== undefined) return String.fromCharCode(parseInt(p, 8) & 255);
    if (x !== undefined) return String.fromCharCode(parseInt(x, 16));
    return simple[c as string] ?? all;
  });
  return { text: replaced, ended };
}

/** What `echo` prints for its arguments. Options are any of `-n`, `-e`, `-E`, together or apart; `-E` undoes no `-e`. */
export function formatEcho(args: readonly ByteString[]): ByteString {
  let newline = true;
  let escapes = false;
  let index = 0;
  for (; /^-[neE]+$/.test(args[index] ?? ''); index += 1) {
    for (const letter of args[index] ?? '') {
      if (letter === 'n') newline = false;
      if (letter === 'e') escapes = true;
    }
  }
  const text = args.slice(index).join(' ');
  if (!escapes) return newline ? `${text}\n` : text;
  const unescaped = unescapeText(text);
  return newline && !unescaped.ended ? `${unescaped.text}\n` : unescaped.text;
}
