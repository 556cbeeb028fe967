import { describe, expect, it } from 'vitest';
import type { Clock } from '@podlab/apimachinery';
import { createEventLoop } from './event-loop.ts';
import type { PacedCluster } from './ports.ts';
import { createSteeredPacer } from './steered-pacer.ts';

const { signal } = new AbortController();

/** A host whose time moves when told. */
function createHost(startMs: number) {
  let nowMs = startMs;
  let sleepers: { dueMs: number; wake: () => void }[] = [];
  const clock: Clock = {
    nowMs: () => nowMs,
    sleep: (ms, { signal: ended }) =>
      new Promise((resolve, reject) => {
        const sleeper = { dueMs: nowMs + ms, wake: resolve };
        sleepers.push(sleeper);
        ended.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(ended.reason as Error);
        });
      }),
  };
  const yieldToHost = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    clock,
    yieldToHost,
    async pass(ms: number) {
      nowMs += ms;
      const due = sleepers.filter(({ dueMs }) => dueMs <= nowMs);
      sleepers = sleepers.filter(({ dueMs }) => dueMs > nowMs);
      for (const { wake } of due) wake();
      for (let turn = 0; turn < 20; turn += 1) await yieldToHost();
    },
  };
}

function open(rate: number) {
  const startMs = 1_000_000;
  let skew = 0;
  const time = createEventLoop(startMs);
  const cluster: PacedCluster = { time, skewMs: () => skew, setSkew: (skewMs) => (skew = skewMs) };
  const ticks: number[] = [];
  const tick = () => {
    ticks.push(time.nowMs() - startMs);
    time.schedule(100, tick);
  };
  time.schedule(100, tick);
  const host = createHost(5);
  const pacer = createSteeredPacer(cluster, host, { rate });
  const now = () => pacer.clock.nowMs() - startMs;
  return { host, pacer, ticks, now, skew: () => skew };
}

describe('a steered pacer', () => {
  it('lets time pass at its rate, and shows a time that has passed without anything in it', async () => {
    const { host, ticks, now, pacer, skew } = open(4);
    await host.pass(60);
    expect([ticks, now()]).toEqual([[100, 200], 240]);
    pacer.setRate(0.5);
    await host.pass(100);
    expect([ticks, now()]).toEqual([[100, 200], 290]);
    expect(skew()).toBe(0);
    await pacer.stop();
  });

  it('stands still at 0, for those who sleep on it too, and still answers', async () => {
    const { host, pacer, ticks, now } = open(0);
    let woke = false;
    const slept = pacer.clock.sleep(150, { signal }).then(() => (woke = true));
    await host.pass(10_000);
    expect([ticks, now(), woke, pacer.call(() => 'an answer')]).toEqual([[], 0, false, 'an answer']);
    pacer.setRate(1);
    await host.pass(150);
    await slept;
    expect(now()).toBe(150);
    await pacer.stop();
  });

  it('wakes whoever sleeps at the time that was meant, before anything later happens', async () => {
    const { host, pacer, ticks, now } = open(1);
    const seen: unknown[] = [];
    const slept = pacer.clock.sleep(250, { signal }).then(() => seen.push([now(), [...ticks]]));
    await pacer.fastForward(1_000, { signal });
    await slept;
    expect(seen).toEqual([[250, [100, 200]]]);
    expect([now(), ticks.length]).toEqual([1_000, 10]);
    await host.pass(100);
    expect(now()).toBe(1_100);
    await pacer.stop();
  });

  it('does not make up for the time that the machine slept', async () => {
    const { host, pacer, now } = open(1);
    await host.pass(3_600_000);
    expect(now()).toBe(5_000);
    await pacer.stop();
  });

  it('wakes nobody who has given up', async () => {
    const { host, pacer } = open(1);
    const controller = new AbortController();
    const slept = pacer.clock.sleep(100, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(slept).rejects.toThrow('enough');
    await host.pass(200);
    await pacer.stop();
  });
});
