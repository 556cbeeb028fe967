import { createRandom, StatusError } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { createTestCluster } from '../testing/test-cluster.ts';
import { createController, defaultLatency, type SyncFailure, type SyncResult, watching } from './controller.ts';

/** A controller of ConfigMaps in `default` that notes what it is asked to do. */
function noting(sync: (key: string) => SyncResult | undefined = () => undefined) {
  const cluster = createTestCluster({ nodes: [] });
  const synced: { atMs: number; key: string }[] = [];
  const failures: SyncFailure[] = [];
  const startMs = cluster.timers.nowMs();
  const controller = createController(
    {
      name: 'noting-controller',
      watches: [watching('configmaps', ({ object }) => (object.data ? [object.metadata.name] : []))],
      sync: (key) => {
        synced.push({ atMs: cluster.timers.nowMs() - startMs, key });
        return sync(key);
      },
    },
    { ...cluster.context, random: createRandom('controller') },
    { latency: defaultLatency, onFailure: (failure) => failures.push(failure) },
  );
  const write = (name: string) => cluster.api.create('configmaps', { metadata: { name }, data: { a: 'b' } });
  const keys = () => synced.map(({ key }) => key).filter((key) => key !== 'kube-root-ca.crt');
  return { cluster, controller, synced, failures, write, keys };
}

describe('a controller', () => {
  it('syncs what is there when it starts, and what comes later, 4 to 7 ms after the change', () => {
    const { cluster, controller, synced, write, keys } = noting();
    write('before');
    controller.start();
    cluster.run(100);
    write('after');
    cluster.run(100);
    expect(keys()).toEqual(['before', 'after']);
    const delayMs = (synced.at(-1)?.atMs ?? 0) - 100;
    expect(delayMs).toBeGreaterThanOrEqual(4);
    expect(delayMs).toBeLessThanOrEqual(7);
  });

  it('answers a burst once', () => {
    const { cluster, controller, write, keys } = noting();
    controller.start();
    const written = write('a');
    const next = cluster.api.update('configmaps', { ...written, data: { a: 'c' } });
    cluster.api.update('configmaps', { ...next, data: { a: 'd' } });
    cluster.run(100);
    expect(keys()).toEqual(['a']);
  });

  it('reports a failed sync and tries again', () => {
    let left = 3;
    const conflict = new StatusError({ reason: 'Conflict', code: 409 });
    const { cluster, controller, failures, write, keys } = noting((key) => {
      if (key === 'a' && (left -= 1) >= 0) throw conflict;
      return undefined;
    });
    write('a');
    controller.start();
    cluster.run(1000);
    expect(keys()).toEqual(['a', 'a', 'a', 'a']);
    expect(failures).toEqual(
      Array.from({ length: 3 }, () => ({ controller: 'noting-controller', key: 'a', error: conflict })),
    );
  });

  it('comes back to a key when it was asked to', () => {
    const { cluster, controller, synced, write } = noting((key) => (key === 'a' ? { requeueAfterMs: 500 } : undefined));
    write('a');
    controller.start();
    cluster.run(2000);
    const times = synced.filter(({ key }) => key === 'a').map(({ atMs }) => atMs);
    expect(times.length).toBeGreaterThanOrEqual(3);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(500);
  });

  it('does nothing after it was stopped', () => {
    const { cluster, controller, write, keys } = noting();
    controller.start();
    write('a');
    controller.stop();
    write('b');
    cluster.run(1000);
    expect(keys()).toEqual([]);
  });
});
