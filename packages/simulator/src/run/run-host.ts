import type { Clock } from '@podlab/apimachinery';

/** What an embedded cluster's run needs of the program that it is in. */
export interface RunHost {
  /** The machine's time. */
  readonly clock: Clock;
  /** Resolves after the host has run everything that was ready, promises included: `setImmediate`, a MessageChannel. */
  readonly yieldToHost: () => Promise<void>;
}
