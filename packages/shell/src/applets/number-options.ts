import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import type { Options } from './options.ts';

/** Whether the values of some options are numbers within their ranges; tells of the first that is not. */
export function* areNumbers(
  context: ProcessContext,
  options: Options,
  ranges: Readonly<Record<string, readonly [least: number, most: number]>>,
): Coroutine<boolean> {
  for (const [letter, [least, most]] of Object.entries(ranges)) {
    const value = options.value(letter);
    if (value === undefined) continue;
    const isNumber = /^\d+$/.test(value);
    if (isNumber && Number(value) >= least && Number(value) <= most) continue;
    yield* context.complain(
      `${context.process.command}: ${isNumber ? `number ${value} is not in ${least}..${most} range` : `invalid number '${value}'`}`,
    );
    return false;
  }
  return true;
}
