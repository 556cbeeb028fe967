import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { formatMicroTime, formatNanoTime, formatTime, parseTime } from './format-time.ts';
import { systemClock } from './system-clock.ts';

const ms = Date.UTC(2026, 10, 24, 15, 0, 0, 120);

describe('times', () => {
  it('are written with seconds, microseconds or what they need', () => {
    expect(formatTime(ms)).toBe('2026-11-24T15:00:00Z');
    expect(formatMicroTime(ms)).toBe('2026-11-24T15:00:00.120000Z');
    expect(formatNanoTime(ms)).toBe('2026-11-24T15:00:00.12Z');
    expect(formatNanoTime(ms, 5000)).toBe('2026-11-24T15:00:00.120005Z');
    expect(formatNanoTime(ms - 120)).toBe('2026-11-24T15:00:00Z');
  });

  it.each<[string | undefined, number | undefined]>([
    ['2026-11-24T15:00:00Z', ms - 120],
    ['2026-11-24T15:00:00.120000Z', ms],
    ['2026-11-24T17:00:00.12+02:00', ms],
    ['2026-11-24', undefined],
    ['2026-13-24T15:00:00Z', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('%j is read as %j', (text, expected) => {
    expect(parseTime(text)).toBe(expected);
  });
});

describe('FakeClock', () => {
  it('wakes sleepers in order of time, each at its own', async () => {
    const clock = new FakeClock(0);
    const { signal } = new AbortController();
    const woken: string[] = [];
    const sleep = async (name: string, sleepMs: number) => {
      await clock.sleep(sleepMs, { signal });
      woken.push(`${name} at ${clock.nowMs()}`);
    };
    const all = Promise.all([sleep('late', 300), sleep('early', 100), sleep('at once', 0)]);
    await clock.step(200);
    expect(woken).toEqual(['at once at 0', 'early at 100']);
    expect(clock.sleeping).toBe(1);
    await clock.step(100);
    await all;
    expect(woken.at(-1)).toBe('late at 300');
  });

  it('lets go of a sleeper whose signal is aborted', async () => {
    const clock = new FakeClock(0);
    const abort = new AbortController();
    const asleep = clock.sleep(100, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(asleep).rejects.toThrow('enough');
    expect(clock.sleeping).toBe(0);
  });
});

describe('systemClock', () => {
  it('sleeps no longer once its signal is aborted', async () => {
    const abort = new AbortController();
    const asleep = systemClock().sleep(3_600_000, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(asleep).rejects.toThrow('enough');
    await expect(systemClock().sleep(0, { signal: abort.signal })).rejects.toThrow('enough');
  });
});
