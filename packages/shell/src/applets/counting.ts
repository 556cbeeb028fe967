import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { parseOptions } from './options.ts';

/** Counts lines, words, bytes: -l -w -c -m -L. */
export const wc = applet('wc', function* (context, args) {
  const options = yield* parseOptions(context, args, 'lwcmL');
  if (!options) return 1;
  const chosen = [...'lwcmL'].filter((letter) => options.has(letter));
  const letters = chosen.length > 0 ? chosen : ['l', 'w', 'c'];
  const files = options.rest;
  const totals = letters.map(() => 0);
  let status = 0;
  const line = (counts: readonly number[], name: string) => {
    const single = letters.length === 1 && name === '';
    const width = letters.length === 1 ? 0 : 9;
    const text = single ? String(counts[0]) : counts.map((count) => String(count).padStart(width)).join(' ');
    context.print(`${text}${name === '' ? '' : ` ${name}`}\n`);
  };
  for (const file of files.length > 0 ? files : ['-']) {
    const text = yield* readFile(context, file);
    if (text === undefined) {
      status = 1;
      continue;
    }
    const counts = letters.map((letter) => {
      if (letter === 'l') return text.split('\n').length - 1;
      if (letter === 'w') return (text.match(/\S+/g) ?? []).length;
      if (letter === 'L') return Math.max(...text.split('\n').map((one) => one.length));
      return text.length;
    });
    for (const [index, count] of counts.entries()) totals[index] = (totals[index] ?? 0) + count;
    line(counts, files.length > 0 ? file : '');
  }
  if (files.length > 1) line(totals, 'total');
  return status;
});

/** Numbers from FIRST by STEP to LAST: -w, -s SEPARATOR. */
export const seq = applet('seq', function* (context, args) {
  const isNumber = (text: string) => /^-?(\d+\.?\d*|\.\d+)$/.test(text);
  let separator = '\n';
  let pad = false;
  const numbers: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '-s') {
      index += 1;
      separator = args[index] ?? '';
    } else if (argument === '-w') pad = true;
    else numbers.push(argument);
  }
  const wrong = numbers.find((text) => !isNumber(text));
  if (wrong !== undefined || numbers.length === 0 || numbers.length > 3) {
    yield* context.complain(
      wrong === undefined
        ? 'BusyBox v1.37.0 multi-call binary.\n\nUsage: seq [-w] [-s SEP] [FIRST [INC]] LAST'
        : `seq: invalid number '${wrong}'`,
    );
    return 1;
  }
  const [first, step, last] =
    numbers.length === 1 ? ['1', '1', numbers[0]] : numbers.length === 2 ? [numbers[0], '1', numbers[1]] : numbers;
  const decimals = Math.max(...[first, step].map((text) => text?.split('.')[1]?.length ?? 0));
  const [from, by, to] = [Number(first), Number(step), Number(last)];
  const width = pad ? Math.max(from.toFixed(decimals).length, to.toFixed(decimals).length) : 0;
  let isFirst = true;
  for (let index = 0; by !== 0 || index === 0; index += 1) {
    const value = from + index * by;
    if (by >= 0 ? value > to + 1e-9 : value < to - 1e-9) break;
    context.print((isFirst ? '' : separator) + value.toFixed(decimals).padStart(width, '0'));
    isFirst = false;
    context.charge(2);
    if (context.isOutputFull) yield* context.flush();
  }
  if (!isFirst) context.print('\n');
  return 0;
});
