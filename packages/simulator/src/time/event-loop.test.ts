import { describe, expect, it } from 'vitest';
import { createRandom } from '@podlab/apimachinery';
import { createEventLoop } from './event-loop.ts';

describe('event loop', () => {
  it('makes calls in order of their due time and, for the same time, in the order they were asked for', () => {
    const time = createEventLoop(1000);
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name}@${time.nowMs()}`);
    time.schedule(20, note('c'));
    time.schedule(10, note('a'));
    time.schedule(20, note('d'));
    time.schedule(10.2, note('b'));
    time.schedule(0, note('now'));
    expect(time.runUntil(1030)).toBe(true);
    expect(seen).toEqual(['now@1000', 'a@1010', 'b@1011', 'c@1020', 'd@1020']);
    expect(time.nowMs()).toBe(1030);
    expect(time.callsMade()).toBe(5);
  });

  it('makes calls that were asked for by calls, after everything already due now', () => {
    const time = createEventLoop(0);
    const seen: string[] = [];
    time.schedule(5, () => {
      seen.push('first');
      time.schedule(0, () => seen.push('asked for by first'));
    });
    time.schedule(5, () => seen.push('second'));
    time.runUntil(5);
    expect(seen).toEqual(['first', 'second', 'asked for by first']);
  });

  it('keeps the order of a sorted list under random planning and cancelling', () => {
    const random = createRandom('heap');
    const time = createEventLoop(0);
    const expected: { due: number; id: number }[] = [];
    const seen: number[] = [];
    const timers = Array.from({ length: 5000 }, (_, id) => {
      const due = random.below(700);
      expected.push({ due, id });
      return time.schedule(due, () => seen.push(id));
    });
    const cancelled = new Set<number>();
    for (let i = 0; i < 3000; i += 1) {
      const id = random.below(5000);
      cancelled.add(id);
      timers[id]?.cancel();
      timers[id]?.cancel();
    }
    time.runUntil(700);
    const left = expected.filter(({ id }) => !cancelled.has(id)).sort((a, b) => a.due - b.due || a.id - b.id);
    expect(seen).toEqual(left.map(({ id }) => id));
    expect(time.callsMade()).toBe(left.length);
  });

  it('tells when the next call is due, and nothing after the last was cancelled', () => {
    const time = createEventLoop(100);
    const timer = time.schedule(7, () => undefined);
    expect(time.nextDueMs()).toBe(107);
    timer.cancel();
    expect(time.nextDueMs()).toBeUndefined();
  });

  it('pauses only where time moves, and goes on from there', () => {
    const time = createEventLoop(0);
    const seen: number[] = [];
    for (const delay of [1, 1, 2, 3]) time.schedule(delay, () => seen.push(delay));
    let asked = 0;
    const pauseSecond = () => {
      asked += 1;
      return asked === 2;
    };
    expect(time.runUntil(10, pauseSecond)).toBe(false);
    expect(seen).toEqual([1, 1]);
    expect(time.nowMs()).toBe(1);
    expect(time.runUntil(10)).toBe(true);
    expect(seen).toEqual([1, 1, 2, 3]);
    expect(time.nowMs()).toBe(10);
  });

  it('stays in order when a call asks for time to pass', () => {
    const time = createEventLoop(0);
    const seen: string[] = [];
    time.schedule(1, () => seen.push(`first ${time.runUntil(1)} ${time.runUntil(9)}`));
    time.schedule(1, () => seen.push('second'));
    time.runUntil(5);
    expect(seen).toEqual(['first true false', 'second']);
  });

  it('does not run backwards', () => {
    const time = createEventLoop(50);
    time.runUntil(10);
    expect(time.nowMs()).toBe(50);
  });
});
