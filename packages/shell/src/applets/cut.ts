import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { readLines } from './lines.ts';
import { parseOptions } from './options.ts';
import { compileRegExp } from './regular-expression/compile.ts';
import { complainUsage } from './usage.ts';

/** Places from 0, both included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** `N`, `N-`, `N-M`, `-M`, apart by commas; place 0 counts as the first. @returns the ranges, or what is wrong */
function parseList(list: string): Range[] | string {
  const ranges: Range[] = [];
  for (const part of list.split(',')) {
    if (part === '') continue;
    const [first = '', last] = part.split(/-(.*)/s);
    const wrong = [first, last ?? ''].find((text) => text !== '' && !/^\d+$/.test(text));
    if (wrong !== undefined) return `invalid number '${wrong}'`;
    const from = Math.max(0, Number(first) - 1);
    const to = last === undefined ? from : last === '' ? Infinity : Math.max(0, Number(last) - 1);
    if (last !== undefined && last !== '' && Number(last) < from) return `${Number(last)}<${from}`;
    ranges.push({ from, to });
  }
  return ranges.length === 0 ? 'missing list of positions' : ranges;
}

function* fail(context: ProcessContext, message: string): Coroutine<number> {
  yield* context.complain(`cut: ${message}`);
  return 1;
}

/** Fields (-f, with -d, -O, -s), fields apart by an expression (-F), or bytes (-b, -c) of lines; -D keeps the order. */
export const cut = applet('cut', function* (context, args) {
  const options = yield* parseOptions(context, args, 'b:c:f:d:O:sDF:n');
  if (!options) return 1;
  const chosen = ['b', 'c', 'f', 'F'].filter((letter) => options.has(letter));
  const [mode] = chosen;
  if (chosen.length > 1) return yield* complainUsage(context);
  if (mode === undefined) return yield* fail(context, 'expected a list of bytes, characters, or fields');
  const isBytes = mode === 'b' || mode === 'c';
  if (isBytes && options.has('s')) {
    return yield* fail(context, 'suppressing non-delimited lines makes sense only when operating on fields');
  }
  if (isBytes && options.has('d')) {
    return yield* fail(context, 'a delimiter may be specified only when operating on fields');
  }
  const parsed = parseList(options.value(mode) ?? '');
  if (typeof parsed === 'string') return yield* fail(context, parsed);
  const ranges = options.has('D') ? parsed : parsed.toSorted((a, b) => a.from - b.from);
  const delimiter = options.value('d') || (mode === 'F' ? '[[:space:]]+' : '\t');
  const between = options.value('O') ?? (mode === 'F' ? ' ' : delimiter[0]);
  const expression = mode === 'F' ? compileRegExp(delimiter, true, 'g') : undefined;
  const { lines, status } = yield* readLines(context, options.rest);
  if (delimiter === '\n' && !isBytes) {
    for (const line of chooseParts(lines, ranges, options.has('D'))) context.print(`${line}\n`);
    return status;
  }
  for (const line of lines) {
    context.charge(line.length);
    if (isBytes) {
      context.print(`${chooseParts(Array.from(line), ranges, false).join('')}\n`);
      continue;
    }
    const parts = line.split(expression ?? delimiter[0] ?? '\t');
    const choose = expression ? chooseParts : chooseFields;
    if (parts.length > 1) context.print(`${choose(parts, ranges, options.has('D')).join(between)}\n`);
    else if (!options.has('s') || expression) context.print(`${line}\n`);
  }
  return status;
});

/** Fields; a range for which none is left gives an empty one. */
function chooseFields(parts: readonly string[], ranges: readonly Range[], repeats: boolean): string[] {
  let next = 0;
  return ranges.flatMap(({ from, to }) => {
    const start = repeats ? from : Math.max(from, next);
    next = Math.max(next, to + 1);
    return start < parts.length ? parts.slice(start, to + 1) : [''];
  });
}

/** @param repeats whether a part comes once for each range that holds it */
function chooseParts(parts: readonly string[], ranges: readonly Range[], repeats: boolean): string[] {
  if (!repeats) return parts.filter((_part, index) => ranges.some(({ from, to }) => index >= from && index <= to));
  return ranges.flatMap(({ from, to }) => parts.slice(from, to + 1));
}
