import type { Random } from '@podlab/apimachinery';

/** How long something takes, in milliseconds: from, and to below. */
export interface Span {
  readonly min: number;
  readonly max: number;
}

/** Draws a time, in whole milliseconds. */
export function drawMs({ min, max }: Span, random: Random): number {
  return min + random.below(Math.max(1, max - min));
}
