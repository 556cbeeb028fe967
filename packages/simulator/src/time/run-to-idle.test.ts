import { describe, expect, it } from 'vitest';
import { createEventLoop } from './event-loop.ts';
import { createRunToIdlePacer } from './run-to-idle.ts';

const yieldToHost = () => new Promise<void>((resolve) => setImmediate(resolve));
const { signal } = new AbortController();

function createIdle() {
  let skew = 0;
  const time = createEventLoop(0);
  const cluster = { time, skewMs: () => skew, setSkew: (skewMs: number) => (skew = skewMs) };
  return { time, cluster, pacer: createRunToIdlePacer(cluster, { yieldToHost, clientNowMs: 0 }) };
}

describe('run to idle', () => {
  it('lets a sleep of an hour pass at once, with everything that was due on the way', async () => {
    const { time, pacer } = createIdle();
    let ticks = 0;
    const tick = () => {
      ticks += 1;
      time.schedule(1_000, tick);
    };
    time.schedule(1_000, tick);
    await pacer.clock.sleep(3_600_000, { signal });
    expect(ticks).toBe(3_600);
    expect(pacer.clock.nowMs()).toBe(3_600_000);
  });

  it('wakes sleepers in order, each before time moves on', async () => {
    const { pacer } = createIdle();
    const seen: string[] = [];
    const sleepAndNote = async (ms: number) => {
      await pacer.clock.sleep(ms, { signal });
      for (let i = 0; i < 50; i += 1) await Promise.resolve();
      seen.push(`${ms}@${pacer.clock.nowMs()}`);
    };
    await Promise.all([30, 10, 20].map(sleepAndNote));
    expect(seen).toEqual(['10@10', '20@20', '30@30']);
  });

  it('stands still while nobody sleeps', async () => {
    const { time, pacer } = createIdle();
    time.schedule(5, () => undefined);
    pacer.call(() => time.schedule(1, () => undefined));
    for (let i = 0; i < 20; i += 1) await yieldToHost();
    expect(time.nowMs()).toBe(0);
  });

  it('stands still while somebody keeps calling, though others sleep', async () => {
    const { time, pacer } = createIdle();
    time.schedule(1, () => undefined);
    const sleeping = pacer.clock.sleep(5, { signal });
    for (let i = 0; i < 20; i += 1) {
      expect(pacer.call(() => time.nowMs())).toBe(0);
      await yieldToHost();
    }
    await sleeping;
    expect(time.nowMs()).toBe(5);
  });

  it('moves while somebody waits for an exec, and stops when the wait is over', async () => {
    const { time, pacer } = createIdle();
    const end = pacer.beginWait();
    await new Promise<void>((resolve) =>
      time.schedule(70, () => {
        end();
        pacer.noteOutput();
        resolve();
      }),
    );
    for (let i = 0; i < 20; i += 1) await yieldToHost();
    expect(time.nowMs()).toBe(70);
  });

  it('rejects an aborted sleep with its reason', async () => {
    const { time, pacer } = createIdle();
    const controller = new AbortController();
    time.schedule(10, () => {
      controller.abort(new Error('enough'));
      pacer.noteOutput();
    });
    await expect(pacer.clock.sleep(1_000, { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('keeps its clock through a fast-forward', async () => {
    const { time, cluster, pacer } = createIdle();
    const told: number[] = [];
    time.schedule(1_000, () => told.push(time.nowMs() - cluster.skewMs(), pacer.clock.nowMs()));
    await pacer.fastForward(600_000, { signal });
    expect(told).toEqual([-599_000, 0]);
    expect(time.nowMs()).toBe(600_000);
    expect(pacer.clock.nowMs()).toBe(0);
  });
});
