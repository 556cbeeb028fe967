import { FakeClock } from '@podlab/apimachinery';
import type { LabReport } from '@podlab/grader';
import { describe, expect, it } from 'vitest';
import { createEvaluationLoop } from './evaluation-loop.ts';

const report = (recheckAfterMs?: number): LabReport => ({ verdict: 'notYet', guards: [], steps: [], recheckAfterMs });

function setUp(reports: readonly LabReport[] = []) {
  const clock = new FakeClock(0);
  const finish: (() => void)[] = [];
  const seen: LabReport[] = [];
  let started = 0;
  const loop = createEvaluationLoop({
    clock,
    evaluate: () =>
      new Promise((resolve) => {
        const next = reports[started] ?? report();
        started += 1;
        finish.push(() => resolve(next));
      }),
    onReport: (next) => seen.push(next),
    onError: (error) => {
      throw error;
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, loop, seen, settle, started: () => started, finishOne: () => finish.shift()?.() };
}

describe('evaluating', () => {
  it('makes one evaluation of many requests that come while one runs', async () => {
    const { loop, settle, started, finishOne, seen } = setUp();
    loop.request();
    for (let i = 0; i < 10; i += 1) loop.request();
    expect(started()).toBe(1);
    finishOne();
    await settle();
    expect(started()).toBe(2);
    finishOne();
    await settle();
    expect([started(), seen.length]).toEqual([2, 2]);
  });

  it('answers with a report that was begun after it was asked for', async () => {
    const first = report();
    const second = report();
    const { loop, settle, finishOne } = setUp([first, second]);
    loop.request();
    const asked = loop.now();
    finishOne();
    await settle();
    finishOne();
    expect(await asked).toBe(second);
  });

  it('evaluates again when the report says that time may change it', async () => {
    const { clock, loop, settle, started, finishOne } = setUp([report(5_000)]);
    loop.request();
    finishOne();
    await settle();
    await clock.step(4_999);
    await settle();
    expect(started()).toBe(1);
    await clock.step(1);
    await settle();
    expect(started()).toBe(2);
    finishOne();
    await loop.stop();
  });

  it('starts nothing after it was stopped', async () => {
    const { clock, loop, settle, started, finishOne } = setUp([report(1_000)]);
    loop.request();
    finishOne();
    await settle();
    await loop.stop();
    await clock.step(10_000);
    await expect(loop.now()).rejects.toThrow(/abort/i);
    expect(started()).toBe(1);
  });
});
