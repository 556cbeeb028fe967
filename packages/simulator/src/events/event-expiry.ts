import type { Timer } from '@podlab/apimachinery';
import { keyOf, splitKey, StatusError } from '@podlab/apimachinery';
import type { ClusterContext, Component } from '../cluster/ports.ts';

/** How long an Event is kept after it was last written. @see pkg/controlplane/apiserver/options/options.go EventTTL */
export const eventTtlMs = 3_600_000;

/** Removes Events an hour after they were last written, as the real store's leases do. */
export function createEventExpiry({ api, timers }: Pick<ClusterContext, 'api' | 'timers'>): Component {
  const dueMs = new Map<string, number>();
  let watch: { stop(): void } | undefined;
  let timer: Timer | undefined;

  /** Keys are in order of their last write, so only the first can be due. */
  function expire(): void {
    timer = undefined;
    for (const [key, due] of dueMs) {
      if (due > timers.nowMs()) {
        timer = timers.schedule(due - timers.nowMs(), expire);
        return;
      }
      dueMs.delete(key);
      remove(key);
    }
  }

  function remove(key: string): void {
    const { namespace, name } = splitKey(key);
    try {
      api.delete('events', namespace, name);
    } catch (error) {
      if (!(error instanceof StatusError) || error.reason !== 'NotFound') throw error;
    }
  }

  return {
    name: 'event-expiry',
    start() {
      watch ??= api.watch('events', (change) => {
        const key = keyOf(change.object);
        dueMs.delete(key);
        if (change.type === 'DELETED') return;
        dueMs.set(key, timers.nowMs() + eventTtlMs);
        timer ??= timers.schedule(eventTtlMs, expire);
      });
    },
    stop() {
      watch?.stop();
      watch = undefined;
      timer?.cancel();
      timer = undefined;
      dueMs.clear();
    },
  };
}
