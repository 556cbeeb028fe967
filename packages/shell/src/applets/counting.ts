import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** Counts lines, words, bytes: -l -w -c -m -L. */
export const wc = applet('wc', function* (context, args) {
  const options = yield* parseOptions(context, args, 'lwcmL');
  if (!options) return 1;
  const chosen = Array.from('lwcmL').filter((letter) => options.has(letter));
  const letters = chosen.length > 0 ? chosen : ['l', 'w', 'c'];
  const files = options.rest;
  const totals = letters.map(() => 0);
  let status = 0;
  const line = (counts: readonly number[], name: string) => {
    const single = letters.length === 1 && name === '';
    const width = letters.length === 1 && files.length < 2 ? 0 : 9;
    const text = single ? String(counts[0]) : counts.map((count) => String(count).padStart(width)).join(' ');
    context.print(`${text}${name === '' ? '' : ` ${name}`}\n`);
  };
  for (const file of files.length > 0 ? files : ['-']) {
    const all = yield* countFile(context, file);
    if (!all) {
      status = 1;
      continue;
    }
    if (all.isUnread) status = 1;
    const counts = letters.map((letter) => all[letter as 'l']);
    for (const [index, count] of counts.entries()) totals[index] = (totals[index] ?? 0) + count;
    line(counts, files.length > 0 ? file : '');
  }
  if (files.length > 1) line(totals, 'total');
  return status;
});

interface Counts {
  l: number;
  w: number;
  c: number;
  m: number;
  L: number;
  /** Nothing could be read of it, though it was opened. */
  isUnread?: boolean;
}

function* countFile(context: ProcessContext, file: string): Coroutine<Counts | undefined> {
  const counts: Counts = { l: 0, w: 0, c: 0, m: 0, L: 0 };
  let inWord = false;
  let column = 0;
  try {
    const fd = file === '-' ? 0 : context.files.open(file);
    for (;;) {
      const bytes = yield* context.read(fd);
      if (bytes.length === 0) break;
      counts.c += bytes.length;
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = bytes[index] ?? 0;
        const isSpace = byte === 32 || (byte >= 9 && byte <= 13);
        // What cannot be printed is of no word, and ends none.
        const isPrinted = byte >= 32 && byte < 127;
        if (!isPrinted && !isSpace) continue;
        if (!isSpace && !inWord) counts.w += 1;
        inWord = !isSpace;
        if (isPrinted) column += 1;
        else if (byte === 9) column = (column | 7) + 1;
        else {
          counts.L = Math.max(counts.L, column);
          if (byte !== 11) column = 0;
          if (byte === 10) counts.l += 1;
        }
      }
    }
    if (fd !== 0) context.process.descriptors.close(fd);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const isRead = error.code === 'EISDIR';
    yield* context.complain(`wc: ${isRead && file === '-' ? 'standard input' : file}: ${error.message}`);
    if (!isRead) return undefined;
    counts.isUnread = true;
  }
  counts.m = counts.c;
  counts.L = Math.max(counts.L, column);
  return counts;
}

/** Numbers from FIRST by STEP to LAST: -w, -s SEPARATOR. A negative number is no option. */
export const seq = applet('seq', function* (context, args) {
  const negative = args.findIndex((argument, index) => /^-[\d.]/.test(argument) && args[index - 1] !== '-s');
  const end = negative < 0 ? args.length : negative;
  const options = yield* parseOptions(context, args.slice(0, end), '+ws:');
  if (!options) return 1;
  const numbers = [...options.rest, ...args.slice(end)];
  const wrong = numbers.find((text) => !/^\s*[-+]?(0x[\da-f]+|(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)?$/i.test(text));
  if (numbers.length === 0 || numbers.length > 3 || wrong !== undefined) return yield* complainUsage(context);
  const [first = '1', step = '1', last = '1'] =
    numbers.length === 1 ? ['1', '1', numbers[0]] : numbers.length === 2 ? [numbers[0], '1', numbers[1]] : numbers;
  const separator = options.value('s') ?? '\n';
  const decimals = Math.max(...[first, step].map((text) => text.split('.')[1]?.length ?? 0));
  const [from, by, to] = [Number(first), Number(step), Number(last)];
  const width = options.has('w') ? Math.max(from.toFixed(decimals).length, to.toFixed(decimals).length) : 0;
  const padded = (value: number) =>
    value < 0
      ? `-${(-value).toFixed(decimals).padStart(width - 1, '0')}`
      : value.toFixed(decimals).padStart(width, '0');
  let isFirst = true;
  for (let index = 0; ; index += 1) {
    const value = from + index * by;
    if (by >= 0 ? value > to : value < to) break;
    context.print((isFirst ? '' : separator) + padded(value));
    isFirst = false;
    context.charge(2);
    if (context.isOutputFull) {
      if (!(yield* canWrite(context))) return 255;
      yield* context.breathe();
    }
  }
  if (!isFirst) context.print('\n');
  return (yield* canWrite(context)) ? 0 : 255;
});

/** Writes what was printed. @returns whether there was anybody left to read it */
function* canWrite(context: ProcessContext): Coroutine<boolean> {
  try {
    yield* context.flush();
    return true;
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EPIPE') throw error;
    return false;
  }
}
