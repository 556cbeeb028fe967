import type { Pacer } from '../time/ports.ts';
import type { VirtualTime } from './ports.ts';

/**
 * Makes a call into a cluster, at once when the cluster waits for nothing. Rejects with what the call throws.
 * @param load loads the code that the call needs; undefined, or returns undefined: it is here. The world waits for it.
 */
export type WaitingCalls = <T>(run: () => T, load?: () => Promise<void> | undefined) => Promise<T>;

/** Calls from outside, in their order: while a cluster waits for code, nothing may be done to it. */
export function createWaitingCalls(
  time: Pick<VirtualTime, 'held' | 'holdUntil' | 'nowMs' | 'runUntil'>,
  pacer: Pick<Pacer, 'call'>,
): WaitingCalls {
  let last: Promise<unknown> | undefined;
  const attempt = <T>(
    run: () => T,
    load: () => Promise<void> | undefined,
  ): { readonly value: T } | { readonly held: Promise<void> } =>
    pacer.call(() => {
      // Who waited and need not any more goes on first; a pacer that jumps does not see to it.
      time.runUntil(time.nowMs());
      const held = time.held() ?? holdFor(load());
      return held ? { held } : { value: run() };
    });
  /** Without the code the call fails, and the world goes on. */
  const holdFor = (loading: Promise<void> | undefined): Promise<void> | undefined => {
    if (loading)
      time.holdUntil(
        loading.catch(() => undefined),
        () => undefined,
      );
    return loading;
  };
  const insist = async <T>(run: () => T, load: () => Promise<void> | undefined): Promise<T> => {
    for (;;) {
      const outcome = attempt(run, load);
      if ('value' in outcome) return outcome.value;
      await outcome.held;
    }
  };
  return (run, load = () => undefined) => {
    const mine = last ? last.then(() => insist(run, load)) : insist(run, load);
    if (last || time.held()) {
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      last = settled;
      void settled.then(() => {
        if (last === settled) last = undefined;
      });
    }
    return mine;
  };
}
