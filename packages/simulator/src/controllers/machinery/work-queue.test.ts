import { describe, expect, it } from 'vitest';
import { FakeTimers } from '../testing/fake-timers.ts';
import { WorkQueue } from './work-queue.ts';

function queueOf(work: (key: string, queue: WorkQueue) => void, requestMs = 0) {
  const timers = new FakeTimers();
  const done: string[] = [];
  const queue: WorkQueue = new WorkQueue({
    timers,
    reactionMs: () => 10,
    requestMs: () => requestMs,
    work: (key) => {
      done.push(`${timers.nowMs()} ${key}`);
      work(key, queue);
    },
  });
  return { timers, done, queue };
}

describe('WorkQueue', () => {
  it('works on a key once however often it was added, after the reaction time', () => {
    const { timers, done, queue } = queueOf(() => {});
    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    timers.runUntil(100);
    expect(done).toEqual(['10 a', '10 b']);
  });

  it('works on a key again that was added while it was worked on', () => {
    let once = true;
    const { timers, done, queue } = queueOf((key, queue) => {
      if (once) queue.add(key);
      once = false;
    });
    queue.add('a');
    timers.runUntil(100);
    expect(done).toEqual(['10 a', '20 a']);
  });

  it('works on a key again only when its requests have been answered, and on others meanwhile', () => {
    const { timers, done, queue } = queueOf((key, queue) => {
      if (done.length < 3) queue.add(key);
    }, 50);
    queue.add('a');
    queue.add('b');
    timers.runUntil(200);
    expect(done).toEqual(['10 a', '10 b', '70 a', '70 b']);
  });

  it('goes on with what was begun without a new reaction, though the key was added or delayed meanwhile', () => {
    let begun = false;
    const { timers, done, queue } = queueOf((key, queue) => {
      if (!begun) {
        queue.addAfter(key, 50);
        queue.continueAfter(key, 3);
        queue.add(key);
      }
      begun = true;
    });
    queue.add('a');
    timers.runUntil(100);
    expect(done).toEqual(['10 a', '13 a']);
  });

  it('repeats a failing key after 5, 10, 20, … ms, and starts anew once it was forgotten', () => {
    let failures = 3;
    const { timers, done, queue } = queueOf((key, queue) => {
      failures -= 1;
      if (failures >= 0) queue.addRateLimited(key);
      else queue.forget(key);
    });
    queue.add('a');
    timers.runUntil(1000);
    expect(done).toEqual(['10 a', '25 a', '45 a', '75 a']);
    failures = 1;
    queue.add('a');
    timers.runUntil(2000);
    expect(done.slice(4)).toEqual(['1010 a', '1025 a']);
  });

  it('keeps the earliest of several later times for a key', () => {
    const { timers, done, queue } = queueOf(() => {});
    queue.addAfter('a', 500);
    queue.addAfter('a', 100);
    queue.addAfter('a', 300);
    timers.runUntil(1000);
    expect(done).toEqual(['110 a']);
  });

  it('does nothing more once it has stopped', () => {
    const { timers, done, queue } = queueOf(() => {});
    queue.add('a');
    queue.addAfter('b', 50);
    queue.stop();
    queue.add('c');
    timers.runUntil(1000);
    expect(done).toEqual([]);
  });
});
