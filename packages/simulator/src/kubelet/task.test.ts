import { describe, expect, it } from 'vitest';
import { createEventLoop } from '../time/event-loop.ts';
import { runAll, runTask, sleep, type Task } from './task.ts';

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
