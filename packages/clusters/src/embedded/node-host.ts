import { systemClock } from '@podlab/apimachinery';
import type { RunHost } from '@podlab/simulator';

/** This process, as a run of an embedded cluster needs it. */
export function nodeHost(): RunHost {
  return { clock: systemClock(), yieldToHost: () => new Promise((resolve) => setImmediate(resolve)) };
}
