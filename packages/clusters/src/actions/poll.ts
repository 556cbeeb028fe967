import type { Clock } from '@podlab/apimachinery';

export interface PollOptions<T> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Whether what was seen is what was waited for. */
  readonly until: (seen: T) => boolean;
  /** Made of what was seen last. */
  readonly onTimeout: (last: T) => Error;
}

/** Looks again and again. @throws what `onTimeout` makes, when the time is up; what `look` throws, at once */
export async function poll<T>(look: () => Promise<T>, options: PollOptions<T>): Promise<T> {
  const { clock, signal, intervalMs, timeoutMs, until, onTimeout } = options;
  const deadlineMs = clock.nowMs() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (until(seen)) return seen;
    if (clock.nowMs() >= deadlineMs) throw onTimeout(seen);
    await clock.sleep(intervalMs, { signal });
  }
}
