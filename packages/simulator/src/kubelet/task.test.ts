import { describe, expect, it } from 'vitest';
import { createEventLoop } from '../time/event-loop.ts';
import { inTurn, runAll, runTask, sleep, type Task } from './task.ts';

describe('tasks', () => {
  it('go on when their wait is over, and hand back their result', () => {
    const time = createEventLoop(0);
    const seen: string[] = [];
    function* work(): Task<string> {
      seen.push(`start@${time.nowMs()}`);
      yield sleep(time, 10);
      seen.push(`middle@${time.nowMs()}`);
      yield (resume) => resume();
      return `end@${time.nowMs()}`;
    }
    runTask(work(), (result) => seen.push(result));
    time.runUntil(20);
    expect(seen).toEqual(['start@0', 'middle@10', 'end@10']);
  });

  it('do not go on after they were cancelled, and clean up', () => {
    const time = createEventLoop(0);
    const seen: string[] = [];
    function* work(): Task {
      try {
        yield sleep(time, 10);
        seen.push('went on');
      } finally {
        seen.push('cleaned up');
      }
    }
    const task = runTask(work());
    task.cancel();
    task.cancel();
    time.runUntil(20);
    expect(seen).toEqual(['cleaned up']);
    expect(time.nextDueMs()).toBeUndefined();
  });

  it.each([
    { first: 10, cancelAt: 100, endedAt: 25, left: undefined },
    { first: 0, cancelAt: 100, endedAt: 15, left: undefined },
    { first: 10, cancelAt: 5, endedAt: -1, left: undefined },
    { first: 10, cancelAt: 20, endedAt: -1, left: undefined },
  ])('wait for one after the other: %o', ({ first, cancelAt, endedAt, left }) => {
    const time = createEventLoop(0);
    let ended = -1;
    function* work(): Task {
      yield inTurn(first === 0 ? (resume) => resume() : sleep(time, first), sleep(time, 15));
      ended = time.nowMs();
    }
    const task = runTask(work());
    time.runUntil(cancelAt);
    task.cancel();
    expect(time.nextDueMs()).toBe(left);
    expect(ended).toBe(endedAt);
  });

  it('wait for all of several', () => {
    const time = createEventLoop(0);
    let endedAt = -1;
    function* nap(ms: number): Task {
      yield sleep(time, ms);
    }
    function* work(): Task {
      yield runAll([]);
      yield runAll([nap(30), nap(10)]);
      endedAt = time.nowMs();
    }
    runTask(work());
    time.runUntil(50);
    expect(endedAt).toBe(30);
  });
});
