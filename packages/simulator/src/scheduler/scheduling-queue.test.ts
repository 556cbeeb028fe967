import { expect, it } from 'vitest';
import { aPod } from '../controllers/testing/objects.ts';
import { SchedulingQueue } from './scheduling-queue.ts';

const pod = (name: string, priority = 0) => aPod({ name, spec: { nodeName: '', priority } });
const drain = (queue: SchedulingQueue) => {
  const names: string[] = [];
  for (let next = queue.next(); next; next = queue.next()) names.push(next.pod.metadata.name);
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
  queue.reactivate(({ rejectedBy }) => rejectedBy.has('NodePorts'));
  expect(drain(queue)).toEqual(['b']);
});

it('forgets a Pod that is gone', () => {
  const queue = new SchedulingQueue();
  const a = pod('a');
  queue.activate(a, 0);
  queue.remove(a);
  expect(drain(queue)).toEqual([]);
});
