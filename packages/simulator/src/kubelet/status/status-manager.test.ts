import { createRandom } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { createApiServer } from '../../apiserver/create-api-server.ts';
import { FakeTimers } from '../../controllers/testing/fake-timers.ts';
import type { PodStatusRecord, StoredPod } from '../pod-types.ts';
import { StatusManager } from './status-manager.ts';

function managing(...names: string[]) {
  const timers = new FakeTimers(1_795_478_400_000);
  const { local: api } = createApiServer({ timers, random: createRandom('api'), findKubelet: () => undefined });
  const pods = names.map((name) => {
    const spec = { nodeName: 'node-1', containers: [{ name: 'app', image: 'busybox:1.37' }] };
    return api.create('pods', { metadata: { name, namespace: 'default' }, spec }) as StoredPod;
  });
  const statuses = new StatusManager(api, timers, createRandom('statuses'));
  const startMs = timers.nowMs();
  const seen: { name: string; phase: string | undefined; atMs: number }[] = [];
  api.watch('pods', ({ type, object }) => {
    const { name } = object.metadata;
    const phase = type === 'DELETED' ? 'gone' : object.status?.phase;
    if (phase !== 'Pending' && phase !== seen.findLast((other) => other.name === name)?.phase) {
      seen.push({ name, phase, atMs: timers.nowMs() - startMs });
    }
  });
  const write = (pod: StoredPod | undefined, phase: PodStatusRecord['phase']) =>
    statuses.write(pod as StoredPod, { phase, conditions: [] }, false);
  const story = () => seen.map(({ name, phase }) => `${name} ${phase}`);
  const run = (ms: number) => timers.runUntil(timers.nowMs() + ms);
  return { api, run, statuses, pods, seen, write, story };
}

describe('the statuses of a node', () => {
  it('are written one after the other, the first at once', () => {
    const { run, pods, seen, write, story } = managing('a', 'b', 'c');
    for (const pod of pods) write(pod, 'Running');
    run(1);
    expect(story()).toEqual(['a Running']);
    run(1000);
    expect(story()).toEqual(['a Running', 'b Running', 'c Running']);
    const [a, b, c] = seen.map(({ atMs }) => atMs) as [number, number, number];
    for (const gapMs of [b - a, c - b]) {
      expect(gapMs).toBeGreaterThanOrEqual(14);
      expect(gapMs).toBeLessThanOrEqual(21);
    }
  });

  it('show the last of what changed while they waited', () => {
    const { run, statuses, pods, write, story } = managing('a', 'b');
    write(pods[0], 'Running');
    write(pods[1], 'Running');
    write(pods[1], 'Failed');
    expect(statuses.latest(pods[1] as StoredPod)?.phase).toBe('Failed');
    run(1000);
    expect(story()).toEqual(['a Running', 'b Failed']);
  });

  it('are written before their Pod is removed', () => {
    const { run, statuses, pods, write, story } = managing('a', 'b');
    write(pods[0], 'Running');
    write(pods[1], 'Failed');
    statuses.remove(pods[1] as StoredPod);
    run(1000);
    expect(story()).toEqual(['a Running', 'b Failed', 'b gone']);
  });

  it('do not take away what others have said of the Pod meanwhile', () => {
    const { api, run, pods, write } = managing('a', 'b');
    write(pods[0], 'Running');
    write(pods[1], 'Running');
    const b = api.get('pods', 'default', 'b') as StoredPod;
    const condition = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' };
    api.updateStatus('pods', { ...b, status: { ...b.status, conditions: [condition] } }, { fieldManager: 'other' });
    run(1000);
    expect(api.get('pods', 'default', 'b')?.status).toMatchObject({ phase: 'Running', conditions: [condition] });
  });

  it('do not keep a Pod that is to be removed', () => {
    const { run, statuses, pods, write, story } = managing('a', 'b');
    write(pods[0], 'Running');
    statuses.remove(pods[1] as StoredPod);
    write(pods[1], 'Failed');
    run(1000);
    expect(story()).toEqual(['a Running', 'b Failed', 'b gone']);
  });

  it('are forgotten when the kubelet stops, and when their Pod has gone', () => {
    const { api, run, statuses, pods, write, story } = managing('a', 'b', 'c');
    for (const pod of pods) write(pod, 'Running');
    api.delete('pods', 'default', 'b', { gracePeriodSeconds: 0 });
    run(1000);
    expect(story()).toEqual(['a Running', 'b gone', 'c Running']);
    write(pods[0], 'Failed');
    write(pods[2], 'Failed');
    statuses.stop();
    run(1000);
    expect(story().slice(3)).toEqual(['a Failed']);
  });
});
