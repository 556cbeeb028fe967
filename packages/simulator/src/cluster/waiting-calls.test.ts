import { expect, it } from 'vitest';
import { createEventLoop } from '../time/event-loop.ts';
import { createWaitingCalls } from './waiting-calls.ts';

/** A pacer that never lets time pass by itself, as one that jumps. */
const still = { call: <T>(run: () => T) => run() };

function setUp() {
  const time = createEventLoop(0);
  const done: string[] = [];
  let arrive: () => void = () => undefined;
  let isHere = false;
  const load = () =>
    isHere
      ? undefined
      : new Promise<void>((resolve) => {
          arrive = () => {
            isHere = true;
            resolve();
          };
        });
  return { time, done, call: createWaitingCalls(time, still), load, arrive: () => arrive() };
}

it('lets the world wait while the code of a call is loaded, and keeps the order of calls', async () => {
  const { time, done, call, load, arrive } = setUp();
  time.schedule(0, () => done.push('a timer'));
  const first = call(() => done.push('first'), load);
  const second = call(() => done.push('second'));
  expect(time.runUntil(1_000)).toBe(false);
  expect([time.nowMs(), done]).toEqual([0, ['a timer']]);
  arrive();
  await Promise.all([first, second]);
  expect(done).toEqual(['a timer', 'first', 'second']);
  expect(time.runUntil(1_000)).toBe(true);
});

it('fails only the call whose code could not be loaded', async () => {
  const { time, done, call } = setUp();
  const first = call(
    () => done.push('first'),
    () => Promise.reject(new Error('offline')),
  );
  const second = call(() => done.push('second'));
  await expect(first).rejects.toThrow('offline');
  await second;
  expect(done).toEqual(['second']);
  expect(time.runUntil(1_000)).toBe(true);
});
