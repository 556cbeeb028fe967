import { SystemError } from '../files/errno.ts';
import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { parseMode } from './mode.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** A value of six bits as uuencode writes it. */
const uuChar = (value: number) => (value === 0 ? '`' : String.fromCharCode(value + 32));

function uuLine(bytes: string): string {
  let line = uuChar(bytes.length);
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = Array.from({ length: 3 }, (_value, index) => bytes.charCodeAt(at + index) || 0);
    line += uuChar(a >> 2) + uuChar(((a & 3) << 4) | (b >> 4)) + uuChar(((b & 15) << 2) | (c >> 6)) + uuChar(c & 63);
  }
  return `${line}\n`;
}

function decodeUuLine(line: string): string {
  const value = (at: number) => (line.charCodeAt(at) - 32) & 63;
  let text = '';
  for (let at = 1; at < line.length; at += 4) {
    const [a, b, c, d] = [value(at), value(at + 1), value(at + 2), value(at + 3)] as const;
    text += String.fromCharCode((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d);
  }
  return text.slice(0, value(0));
}

/** Encodes a file as text that names it: -m in base64. */
export const uuencode = applet('uuencode', function* (context, args) {
  const options = yield* parseOptions(context, args, 'm');
  if (!options) return 1;
  const [first, second] = options.rest;
  if (first === undefined || options.rest.length > 2) return yield* complainUsage(context);
  const file = second === undefined ? '-' : first;
  const text = yield* readFile(context, file);
  if (text === undefined) return 1;
  const isDirectory = context.files.find(file)?.kind === 'directory';
  const mode = file === '-' ? 0o666 & ~context.process.umask : context.files.stat(file).mode & 0o777;
  const name = second ?? first;
  const isBase64 = options.has('m');
  context.print(`begin${isBase64 ? '-base64' : ''} ${mode.toString(8)} ${name}`);
  if (isDirectory) {
    yield* context.complain('uuencode: read error: Is a directory');
    return 1;
  }
  context.print('\n');
  const pieces = text.match(/[^]{1,45}/g) ?? [];
  for (const piece of pieces) context.print(isBase64 ? `${btoa(piece)}\n` : uuLine(piece));
  context.print(isBase64 ? '====\n' : '`\nend\n');
  return 0;
});

/** Decodes what uuencode made into the file that it names, or -o FILE. */
export const uudecode = applet('uudecode', function* (context, args) {
  const options = yield* parseOptions(context, args, 'o:');
  if (!options) return 1;
  const text = yield* readFile(context, options.rest[0] ?? '-');
  if (text === undefined) return 1;
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^begin(?:-base64)? \d+ /.test(line));
  const [, isBase64, mode = '644', named = ''] = /^begin(-base64)? (\d+) (.*)$/.exec(lines[start] ?? '') ?? [];
  if (start < 0) {
    yield* context.complain("uudecode: no 'begin' line");
    return 1;
  }
  let decoded = '';
  for (const line of lines.slice(start + 1)) {
    if (line === '====' || line === 'end') break;
    decoded += isBase64 ? atob(line) : decodeUuLine(line);
  }
  const output = options.value('o') ?? named;
  try {
    if (output === '-' || output === '/dev/stdout') yield* context.write(1, decoded);
    else {
      const fd = context.files.open(output, { write: true, create: true, truncate: true });
      yield* context.write(fd, decoded);
      context.process.descriptors.close(fd);
      context.files.change(output, { mode: parseMode(mode, 0, false, 0) ?? 0o644 });
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`uudecode: can't open '${output}': ${error.message}`);
    return 1;
  }
  return 0;
});

const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Encodes in base32, or with -d decodes: -w COLUMNS. */
export const base32 = applet('base32', function* (context, args) {
  const options = yield* parseOptions(context, args, 'dw:');
  if (!options) return 1;
  const text = yield* readFile(context, options.rest[0] ?? '-');
  if (text === undefined) return 1;
  let bits = '';
  if (options.has('d')) {
    for (const char of text.replace(/[^A-Z2-7]/g, '')) bits += base32Letters.indexOf(char).toString(2).padStart(5, '0');
    const bytes = bits.match(/.{8}/g) ?? [];
    yield* context.write(1, bytes.map((byte) => String.fromCharCode(parseInt(byte, 2))).join(''));
    return 0;
  }
  for (const char of text) bits += char.charCodeAt(0).toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  const letters = groups.map((group) => base32Letters[parseInt(group.padEnd(5, '0'), 2)]).join('');
  const encoded = letters.padEnd(Math.ceil(letters.length / 8) * 8, '=');
  const width = Number(options.value('w') ?? 76);
  const lines =
    width === 0 ? encoded : (encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => `${line}\n`).join('');
  yield* context.write(1, lines);
  return 0;
});
