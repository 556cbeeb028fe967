import { expect, it } from 'vitest';
import { aPod } from '../controllers/testing/objects.ts';
import { SchedulingQueue } from './scheduling-queue.ts';

const pod = (name: string, priority = 0) => aPod({ name, spec: { nodeName: '', priority } });
const drain = (queue: SchedulingQueue, nowMs = 0) => {
  const names: string[] = [];
  for (let next = queue.next(nowMs); next; next = queue.next(nowMs)) names.push(next.pod.metadata.name);
  return names;
};

it('gives out higher priorities first, and then who came first', () => {
  const queue = new SchedulingQueue();
  for (const each of [pod('a'), pod('b', 10), pod('c'), pod('d', 10)]) queue.activate(each, 0);
  expect(drain(queue)).toEqual(['b', 'd', 'a', 'c']);
  expect(queue.hasNext()).toBe(false);
});

it('gives out a Pod that fits nowhere only when something helps it', () => {
  const queue = new SchedulingQueue();
  const [a, b] = [pod('a'), pod('b')];
  for (const each of [a, b]) queue.activate(each, 0);
  drain(queue);
  queue.park(a.metadata.uid, new Set(['NodeAffinity']), 5);
  queue.park(b.metadata.uid, new Set(['NodePorts']), 5);
  queue.reactivate(6, ({ rejectedBy }) => rejectedBy.has('NodePorts'));
  expect(drain(queue, 6)).toEqual(['b']);
});

it('tries a Pod that backs off when nobody else is to be tried, and before others when its time is over', () => {
  const rejected = () => {
    const queue = new SchedulingQueue();
    const old = pod('old');
    queue.activate(old, 0);
    drain(queue);
    queue.park(old.metadata.uid, new Set(['NodePorts']), 100);
    return queue;
  };
  const helpedAt = (nowMs: number) => {
    const queue = rejected();
    queue.reactivate(nowMs, () => true);
    for (const name of ['new', 'newer']) queue.activate(pod(name), nowMs);
    return queue;
  };
  expect(drain(helpedAt(500), 500)).toEqual(['new', 'newer', 'old']);
  expect(drain(helpedAt(500), 2_000)).toEqual(['old', 'new', 'newer']);
  expect(drain(helpedAt(2_000), 2_000)).toEqual(['old', 'new', 'newer']);
});

it('counts rejections, also of a Pod that has changed', () => {
  const queue = new SchedulingQueue();
  const a = pod('a');
  for (const [nowMs, count] of [
    [0, 1],
    [5_000, 2],
  ] as const) {
    queue.activate(a, nowMs);
    drain(queue, nowMs);
    queue.park(a.metadata.uid, new Set(['NodePorts']), nowMs);
    expect(queue.find(a.metadata.uid)?.rejections).toBe(count);
  }
});

it('forgets a Pod that is gone', () => {
  const queue = new SchedulingQueue();
  const a = pod('a');
  queue.activate(a, 0);
  queue.remove(a);
  expect(drain(queue)).toEqual([]);
});
