import type { Pacer } from '../time/ports.ts';
import type { VirtualTime } from './ports.ts';

/** Makes a call into a cluster, at once when the cluster waits for nothing. Rejects with what the call throws. */
export type WaitingCalls = <T>(run: () => T) => Promise<T>;

/** Calls from outside, in their order: while a cluster waits for code, nothing may be done to it. */
export function createWaitingCalls(time: Pick<VirtualTime, 'held'>, pacer: Pick<Pacer, 'call'>): WaitingCalls {
  let last: Promise<unknown> | undefined;
  const attempt = <T>(run: () => T): { readonly value: T } | { readonly held: Promise<void> } =>
    pacer.call(() => {
      const held = time.held();
      return held ? { held } : { value: run() };
    });
  const insist = async <T>(run: () => T): Promise<T> => {
    for (;;) {
      const outcome = attempt(run);
      if ('value' in outcome) return outcome.value;
      await outcome.held;
    }
  };
  return (run) => {
    const mine = last ? last.then(() => insist(run)) : insist(run);
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
