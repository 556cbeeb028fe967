import { describe, expect, it } from 'vitest';
import type { Clock } from '@podlab/apimachinery';
import { createEventLoop } from './event-loop.ts';
import { createPacer } from './pacer.ts';
import type { PacedCluster } from './ports.ts';

/** A clock that moves when told; `settle` lets woken sleepers run. */
function createManualClock(startMs: number) {
  let nowMs = startMs;
  let sleepers: { dueMs: number; wake: () => void }[] = [];
  const clock: Clock = {
    nowMs: () => nowMs,
    sleep: (ms, { signal }) =>
      new Promise((resolve, reject) => {
        const sleeper = { dueMs: nowMs + ms, wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason as Error);
        });
      }),
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    clock,
    settle,
    sleepingForMs: () => sleepers.map((sleeper) => sleeper.dueMs - nowMs),
    async step(ms: number) {
      nowMs += ms;
      const due = sleepers.filter((sleeper) => sleeper.dueMs <= nowMs);
      sleepers = sleepers.filter((sleeper) => sleeper.dueMs > nowMs);
      for (const sleeper of due) sleeper.wake();
      await settle();
    },
  };
}

function createPaced(startMs: number) {
  let skew = 0;
  const time = createEventLoop(startMs);
  const cluster: PacedCluster = { time, skewMs: () => skew, setSkew: (skewMs) => (skew = skewMs) };
  const ticks: number[] = [];
  const tick = () => {
    ticks.push(time.nowMs() - startMs);
    time.schedule(100, tick);
  };
  time.schedule(100, tick);
  return { cluster, time, ticks };
}

const { signal } = new AbortController();

describe('pacer', () => {
  it('follows the clock and sleeps until the next call is due', async () => {
    const host = createManualClock(5_000);
    const { cluster, ticks } = createPaced(5_000);
    const pacer = createPacer(cluster, host.clock);
    expect(host.sleepingForMs()).toEqual([100]);
    await host.step(99);
    expect(ticks).toEqual([]);
    await host.step(1);
    await host.step(100);
    expect(ticks).toEqual([100, 200]);
    await pacer.stop();
  });

  it.each([
    { rate: 10, expected: 1000 },
    { rate: 0.5, expected: 50 },
    { rate: 0, expected: 0 },
  ])('passes $expected ms in 100 ms at rate $rate', async ({ rate, expected }) => {
    const host = createManualClock(0);
    const { cluster, time } = createPaced(0);
    const pacer = createPacer(cluster, host.clock, { rate });
    for (let i = 0; i < 10; i += 1) await host.step(10);
    expect(pacer.call(() => time.nowMs())).toBe(expected);
    await pacer.stop();
  });

  it('brings time up to now before a call, and wakes earlier when the call has planned something', async () => {
    const host = createManualClock(0);
    const { cluster, time } = createPaced(0);
    const pacer = createPacer(cluster, host.clock);
    await host.step(40);
    const seen: number[] = [];
    pacer.call(() => time.schedule(7, () => seen.push(time.nowMs())));
    await host.settle();
    expect(host.sleepingForMs()).toEqual([7]);
    await host.step(7);
    expect(seen).toEqual([47]);
    await pacer.stop();
  });

  it('wakes more seldom once nobody has asked for anything for a while; each call keeps its time', async () => {
    const host = createManualClock(0);
    const { cluster, time } = createPaced(0);
    const pacer = createPacer(cluster, host.clock);
    for (let i = 0; i < 31; i += 1) await host.step(100);
    const seen: number[] = [];
    for (const atMs of [3150, 3210, 3220]) time.schedule(atMs - time.nowMs(), () => seen.push(time.nowMs()));
    await host.step(100);
    expect(seen).toEqual([3150]);
    expect(host.sleepingForMs()).toEqual([100]);
    await host.step(100);
    expect(seen).toEqual([3150, 3210, 3220]);
    pacer.call(() => time.schedule(7, () => undefined));
    await host.settle();
    expect(host.sleepingForMs()).toEqual([7]);
    await pacer.stop();
  });

  it('moves history into the past on fast-forward: now stays the clock’s now', async () => {
    const host = createManualClock(10_000);
    const { cluster, time, ticks } = createPaced(10_000);
    const pacer = createPacer(cluster, host.clock);
    await pacer.fastForward(5_400, { signal });
    // A fast-forward is rounded up to whole seconds, the unit of skew.
    expect(ticks).toHaveLength(60);
    expect(pacer.call(() => time.nowMs() - cluster.skewMs())).toBe(10_000);
    expect(cluster.skewMs()).toBe(6_000);
    await host.step(250);
    expect(pacer.call(() => time.nowMs() - cluster.skewMs())).toBe(10_250);
    await pacer.stop();
  });

  it('shows a cluster that stood still for a night as if it had stopped just now', async () => {
    const host = createManualClock(36_000_300);
    const { cluster, time } = createPaced(0);
    const pacer = createPacer(cluster, host.clock);
    expect(cluster.skewMs()).toBe(-36_000_000);
    expect(pacer.call(() => time.nowMs())).toBe(300);
    await pacer.stop();
  });

  it('takes a gap of more than a minute for sleep of the machine', async () => {
    const host = createManualClock(0);
    const { cluster, time, ticks } = createPaced(0);
    const pacer = createPacer(cluster, host.clock);
    await host.step(7_200_000);
    expect(ticks.length).toBeLessThan(2);
    expect(pacer.call(() => time.nowMs() - cluster.skewMs())).toBe(7_200_000);
    await pacer.stop();
  });

  it.each([60, 0.5, 0])('never shows a time in the clock’s future at rate %d, nor long before now', async (rate) => {
    const host = createManualClock(0);
    const { cluster, time } = createPaced(0);
    const aheadMs = () => time.nowMs() - cluster.skewMs() - host.clock.nowMs();
    const told: number[] = [];
    const tell = () => {
      told.push(aheadMs());
      time.schedule(500, tell);
    };
    time.schedule(1, tell);
    const pacer = createPacer(cluster, host.clock, { rate });
    for (let i = 0; i < 50; i += 1) {
      await host.step(137);
      const shownMs = pacer.call(aheadMs);
      expect(shownMs).toBeLessThanOrEqual(0);
      expect(shownMs).toBeGreaterThan(-1000);
    }
    expect(told).toHaveLength(rate === 0 ? 0 : Math.ceil((50 * 137 * rate) / 500));
    expect(Math.max(-1, ...told)).toBeLessThanOrEqual(0);
    await pacer.stop();
  });

  it('tells of nothing in the future while it fast-forwards', async () => {
    const host = createManualClock(0);
    const { cluster, time } = createPaced(0);
    const told: number[] = [];
    for (let second = 1; second < 300; second += 1) {
      time.schedule(second * 1000, () => told.push(time.nowMs() - cluster.skewMs() - host.clock.nowMs()));
    }
    const pacer = createPacer(cluster, host.clock);
    await pacer.fastForward(300_000, { signal });
    expect(told).toHaveLength(299);
    expect(told.at(-1)).toBe(-1_000);
    await pacer.stop();
  });

  it('stands still after stop', async () => {
    const host = createManualClock(0);
    const { cluster, ticks } = createPaced(0);
    const pacer = createPacer(cluster, host.clock);
    await pacer.stop();
    await host.step(1_000);
    expect(ticks).toEqual([]);
    expect(host.sleepingForMs()).toEqual([]);
  });
});
