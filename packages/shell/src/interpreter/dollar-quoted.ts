import type { ByteString } from '../files/bytes.ts';

const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** What stands between `$'` and `'`, with the escapes that ash knows: others keep their backslash, a NUL is left out. */
export function dollarQuotedText(text: ByteString): ByteString {
  return text.replace(/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([^]))/g, (all, octal, hex, letter) => {
    if (letter !== undefined) return letters[letter as string] ?? all;
    const code = parseInt(octal ?? hex, octal === undefined ? 16 : 8) & 255;
    return code === 0 ? '' : String.fromCharCode(code);
  });
}
