import type { Stored, Timer } from '@podlab/apimachinery';
import { StatusError } from '@podlab/apimachinery';
import type { Event } from 'kubernetes-types/core/v1';
import type { ClusterContext, Component } from '../cluster/ports.ts';

/** How long an Event is kept after it was last written. @see pkg/controlplane/apiserver/options/options.go EventTTL */
export const eventTtlMs = 3_600_000;

/** Removes Events an hour after they were last written, as the real store's leases do. */
export function createEventExpiry({ api, timers }: Pick<ClusterContext, 'api' | 'timers'>): Component {
  /** By what is stored at present: the names would be texts of their own. */
  const dueMs = new Map<Stored<Event>, number>();
  let watch: { stop(): void } | undefined;
  let timer: Timer | undefined;

  /** They are in order of their last write, so only the first can be due. */
  function expire(): void {
    timer = undefined;
    for (const [event, due] of dueMs) {
      if (due > timers.nowMs()) {
        timer = timers.schedule(due - timers.nowMs(), expire);
        return;
      }
      dueMs.delete(event);
      remove(event);
    }
  }

  function remove({ metadata: { namespace, name } }: Stored<Event>): void {
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
        if (change.type !== 'ADDED') dueMs.delete(change.old);
        if (change.type === 'DELETED') return;
        dueMs.set(change.object, timers.nowMs() + eventTtlMs);
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
