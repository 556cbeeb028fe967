import { OutputError, SystemError } from '../files/errno.ts';
import { bytesOf, textOf } from '../files/bytes.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { readJoined } from './dump-text.ts';
import { parseOptions } from './options.ts';

/** Copies standard input to files and standard output: -a -i. */
export const tee = applet('tee', function* (context, args) {
  const options = yield* parseOptions(context, args, 'ai');
  if (!options) return 1;
  const outputs: (readonly [fd: number, name: string])[] = [[1, '']];
  let status = 0;
  for (const file of options.rest) {
    if (file === '-') {
      outputs.push([1, '']);
      continue;
    }
    try {
      const how = { write: true, create: true, append: options.has('a'), truncate: !options.has('a') };
      outputs.push([context.files.open(file, how), file]);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* context.complain(`tee: ${file}: ${error.message}`);
      status = 1;
    }
  }
  const full = new Set<string>();
  for (;;) {
    const bytes = yield* context.read(0);
    if (bytes.length === 0) break;
    for (const [fd, name] of outputs) {
      try {
        yield* context.write(fd, bytes);
      } catch (error) {
        if (error instanceof OutputError) continue;
        if (!(error instanceof SystemError) || error.code !== 'ENOSPC') throw error;
        full.add(name);
      }
    }
  }
  for (const name of full) yield* context.complain(`tee: ${name}: I/O error`);
  return full.size > 0 ? 1 : status;
});

const classes: Readonly<Record<string, (char: string) => boolean>> = {
  alnum: (char) => /[0-9A-Za-z]/.test(char),
  alpha: (char) => /[A-Za-z]/.test(char),
  blank: (char) => char === ' ' || char === '\t',
  digit: (char) => /[0-9]/.test(char),
  lower: (char) => /[a-z]/.test(char),
  upper: (char) => /[A-Z]/.test(char),
  punct: (char) => /[!-/:-@[-`{-~]/.test(char),
  space: (char) => /[ \t\n\v\f\r]/.test(char),
  xdigit: (char) => /[0-9A-Fa-f]/.test(char),
  cntrl: (char) => char < ' ' || char === '\x7f',
};

/** The characters of a set: ranges, `[:class:]`, escapes. */
function expandSet(text: string): string[] {
  const set: string[] = [];
  // Before any other character a backslash is one itself.
  const pattern =
    /\[:(al(?:num|pha)|blank|cntrl|digit|lower|punct|space|upper|xdigit):\]|\[=[^]=\]|\\([0-7]{1,3})|\\([ntrabfv\\])|([^])/g;
  const single = (match: RegExpMatchArray): string => {
    if (match[2] !== undefined) return String.fromCharCode(parseInt(match[2], 8));
    const escapes: Record<string, string> = {
      n: '\n',
      t: '\t',
      r: '\r',
      a: '\x07',
      b: '\b',
      f: '\f',
      v: '\v',
      '\\': '\\',
    };
    return match[3] === undefined ? (match[4] ?? '') : (escapes[match[3]] ?? match[3]);
  };
  const tokens = [...text.matchAll(pattern)];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    const test = token[1] === undefined ? undefined : classes[token[1]];
    if (test) {
      for (let code = 0; code < 256; code += 1)
        if (test(String.fromCharCode(code))) set.push(String.fromCharCode(code));
      continue;
    }
    if (/^\[=[^]=\]$/.test(token[0])) {
      set.push(token[0][2] ?? '');
      continue;
    }
    const from = single(token);
    const last = tokens[index + 2];
    if (tokens[index + 1]?.[4] === '-' && last) {
      for (let code = from.charCodeAt(0); code <= single(last).charCodeAt(0); code += 1)
        set.push(String.fromCharCode(code));
      index += 2;
    } else set.push(from);
  }
  return set;
}

/** Translates, deletes (-d) or squeezes (-s) characters; -c complements the first set. */
export const tr = applet('tr', function* (context, args) {
  const options = yield* parseOptions(context, args, 'cCds');
  if (!options) return 1;
  const [first, second] = options.rest;
  if (first === undefined || options.rest.length > 2) {
    yield* complainUsage(context);
    return 1;
  }
  if (options.rest.some((text) => text.replace(/\[=[^]=\]/g, '').includes('[='))) return yield* complainUsage(context);
  const complement = options.has('c') || options.has('C');
  const named = expandSet(first);
  const set = complement ? allBytes().filter((char) => !named.includes(char)) : named;
  const target = second === undefined ? [] : expandSet(second);
  const map = new Map<string, string>();
  if (!options.has('d') && target.length > 0) {
    for (const [index, char] of set.entries()) map.set(char, target[index] ?? target.at(-1) ?? '');
  }
  const deleted = new Set(options.has('d') ? set : []);
  const squeezed = new Set(options.has('s') ? (target.length > 0 ? target : set) : []);
  let last = '';
  for (;;) {
    yield* context.flush();
    const bytes = yield* readInput(context);
    if (bytes === undefined) return 1;
    if (bytes.length === 0) return 0;
    let output = '';
    for (const char of textOf(bytes)) {
      if (deleted.has(char)) continue;
      const mapped = map.get(char) ?? char;
      if (mapped === last && squeezed.has(mapped)) continue;
      last = mapped;
      output += mapped;
    }
    context.print(output);
  }
});

/** What comes on standard input; undefined after telling that it cannot be read. */
function* readInput(context: ProcessContext): Coroutine<Uint8Array | undefined> {
  try {
    return yield* context.read(0);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EISDIR') throw error;
    yield* context.complain(`${context.process.command}: read error: ${error.message}`);
    return undefined;
  }
}

function allBytes(): string[] {
  return Array.from({ length: 256 }, (_value, code) => String.fromCharCode(code));
}

/** Prints a line for ever. */
export const yes = applet('yes', function* (context, args) {
  const line = bytesOf(`${args.length > 0 ? args.join(' ') : 'y'}\n`);
  const block = new Uint8Array(line.length * Math.max(1, Math.floor(4096 / line.length)));
  for (let at = 0; at < block.length; at += line.length) block.set(line, at);
  for (;;) yield* context.write(1, block.slice());
});

/** Lines in reverse order. */
export const tac = applet('tac', function* (context, args) {
  const options = yield* parseOptions(context, args, '');
  if (!options) return 1;
  const { text, status } = yield* readJoined(context, options.rest, (file) => `${file}: Is a directory`);
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  yield* context.write(1, lines.reverse().join(''));
  return status;
});
