import type { Coroutine } from '../../process/process.ts';
import { type Cell, NumericText, type Value } from './values.ts';

/** The variables of the function that runs. */
export type Frame = readonly Cell[];

/** A value, or a coroutine that will give it. */
export type ValueStep = Value | Coroutine<Value>;

/** An expression, compiled. */
export type Evaluate = (frame: Frame) => ValueStep;

/** How a statement ended: on to the next, or out of a loop or function. */
export const flow = { normal: 0, break: 1, continue: 2, return: 3 } as const;

/** A statement, compiled: gives one of `flow`. */
export type Execute = (frame: Frame) => number | Coroutine<number>;

/** `next` or `nextfile` on its way to the main loop. */
export class NextRecord {
  constructor(readonly file: boolean) {}
}

/** `exit` on its way out. */
export class AwkExit {
  readonly kind = 'exit';
}

/** Whether a step has to be waited for. */
export function isWaiting(step: ValueStep): step is Coroutine<Value> {
  return typeof step === 'object' && !(step instanceof NumericText);
}

/** Goes on with a step's value. */
export function andThen(step: ValueStep, next: (value: Value) => ValueStep): ValueStep {
  if (!isWaiting(step)) return next(step);
  return (function* (): Coroutine<Value> {
    const after = next(yield* step);
    return isWaiting(after) ? yield* after : after;
  })();
}

/** Evaluates expressions in order and goes on with their values. */
export function thenAll(
  expressions: readonly Evaluate[],
  frame: Frame,
  next: (values: Value[]) => ValueStep,
): ValueStep {
  const values: Value[] = [];
  for (const [index, expression] of expressions.entries()) {
    const step = expression(frame);
    if (isWaiting(step)) return waitAll(step, values, expressions.slice(index + 1), frame, next);
    values.push(step);
  }
  return next(values);
}

function* waitAll(
  first: Coroutine<Value>,
  values: Value[],
  rest: readonly Evaluate[],
  frame: Frame,
  next: (values: Value[]) => ValueStep,
): Coroutine<Value> {
  values.push(yield* first);
  for (const expression of rest) {
    const step = expression(frame);
    values.push(isWaiting(step) ? yield* step : step);
  }
  const result = next(values);
  return isWaiting(result) ? yield* result : result;
}
