import type { ProcessContext } from '../process/context.ts';
import { applet } from './applet.ts';
import { tryCall } from './failure.ts';
import { readLines } from './lines.ts';
import { parseCount } from './head.ts';
import { areNumbers } from './number-options.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** Lines (or -e arguments, or -i LOW-HIGH) in a random order: -n COUNT, -o FILE, -z, -r. */
export const shuf = applet('shuf', function* (context, args) {
  const options = yield* parseOptions(context, args, 'ei:n:o:z');
  if (!options) return 1;
  if (options.has('e') && options.has('i')) return yield* complainUsage(context);
  if (!options.has('e') && options.rest.length > (options.has('i') ? 0 : 1)) return yield* complainUsage(context);
  let lines: string[];
  const range = options.value('i');
  if (range !== undefined) {
    const [low = 0, high = 0] = range.split('-').map(Number);
    if (!/^\d+-\d+$/.test(range) || high < low) {
      yield* context.complain(`shuf: bad range '${range}'`);
      return 1;
    }
    lines = Array.from({ length: high - low + 1 }, (_value, index) => String(low + index));
  } else if (options.has('e')) lines = [...options.rest];
  else {
    const read = yield* readLines(context, options.rest);
    if (read.status !== 0) return 1;
    ({ lines } = read);
  }
  if (!(yield* areNumbers(context, options, { n: [0, 4_294_967_295] }))) return 1;
  shuffle(context, lines);
  const count = Number(options.value('n') ?? lines.length);
  const end = options.has('z') ? '\0' : '\n';
  const text = lines
    .slice(0, count)
    .map((line) => line + end)
    .join('');
  const output = options.value('o');
  const fd = output === undefined ? 1 : context.files.open(output, { write: true, create: true, truncate: true });
  yield* context.write(fd, text);
  return 0;
});

function shuffle(context: ProcessContext, lines: string[]): void {
  for (let i = lines.length - 1; i > 0; i -= 1) {
    const j = context.random() % (i + 1);
    [lines[i], lines[j]] = [lines[j] ?? '', lines[i] ?? ''];
  }
}

/** Prime factors. */
export const factor = applet('factor', function* (context, args) {
  const numbers =
    args.length > 0 ? args : (yield* readLines(context, [])).lines.flatMap((line) => line.trim().split(/\s+/));
  let status = 0;
  for (const text of numbers) {
    if (!/^\d+$/.test(text) || BigInt(text) >= 1n << 64n) {
      return yield* complainUsage(context);
    }
    let left = BigInt(text);
    const factors: bigint[] = [];
    for (let divisor = 2n; divisor * divisor <= left; divisor += divisor === 2n ? 1n : 2n) {
      while (left % divisor === 0n) {
        factors.push(divisor);
        left /= divisor;
      }
      context.charge(1);
      if (context.process.stepsLeft <= 0) yield* context.breathe();
    }
    if (left > 1n) factors.push(left);
    context.print(`${text}:${factors.map((prime) => ` ${prime}`).join('')}\n`);
  }
  return status;
});

/** Makes files longer or shorter: -s SIZE, -c. */
export const truncate = applet('truncate', function* (context, args) {
  const options = yield* parseOptions(context, args, 'cs:');
  if (!options) return 1;
  const sizeText = options.value('s');
  if (sizeText === undefined || options.rest.length === 0) return yield* complainUsage(context);
  const size = sizeText.startsWith('-') ? undefined : parseCount(sizeText);
  if (size === undefined) {
    yield* context.complain(`truncate: invalid number '${sizeText}'`);
    return 1;
  }
  let status = 0;
  for (const file of options.rest) {
    const inode = context.files.find(file);
    if (!inode && options.has('c')) continue;
    const isOpen = yield* tryCall(context, `${file}: open`, () => {
      context.process.descriptors.close(context.files.open(file, { write: true, create: true }));
    });
    if (isOpen) context.files.truncate(file, size);
    else status = 1;
  }
  return status;
});
