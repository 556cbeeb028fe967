import { FakeClock } from '@podlab/apimachinery';
import type { LabReport } from '@podlab/grader';
import { describe, expect, it } from 'vitest';
import { createEvaluationLoop } from './evaluation-loop.ts';

const report = (recheckAfterMs?: number): LabReport => ({ verdict: 'notYet', guards: [], steps: [], recheckAfterMs });

function setUp(reports: readonly LabReport[] = [], hostClock?: FakeClock) {
  const clock = new FakeClock(0);
  const finish: (() => void)[] = [];
  const seen: LabReport[] = [];
  let started = 0;
  const loop = createEvaluationLoop({
    clock,
    hostClock,
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

  it('rests as long as the last one took, a tenth of a second at most, before what only an observation asks for', async () => {
    const host = new FakeClock(0);
    const { loop, settle, started, finishOne } = setUp([], host);
    const evaluate = async (tookMs: number) => {
      await host.step(tookMs);
      finishOne();
      await settle();
    };
    loop.request();
    await evaluate(30);
    loop.request();
    loop.request();
    await settle();
    await host.step(29);
    await settle();
    expect(started()).toBe(1);
    await host.step(1);
    await settle();
    expect(started()).toBe(2);
    loop.request();
    await evaluate(500);
    await host.step(99);
    await settle();
    expect(started()).toBe(2);
    await host.step(1);
    await settle();
    expect(started()).toBe(3);
    finishOne();
    await loop.stop();
  });

  it('does not rest when somebody waits for it', async () => {
    const host = new FakeClock(0);
    const { loop, settle, started, finishOne } = setUp([], host);
    loop.request();
    await host.step(50);
    finishOne();
    await settle();
    loop.request();
    const asked = loop.now();
    expect(started()).toBe(2);
    finishOne();
    await asked;
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
