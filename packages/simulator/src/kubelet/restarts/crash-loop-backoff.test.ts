import { describe, expect, it } from 'vitest';
import { type BackoffEntry, crashLoopMessage, decideBackoff, isBackoffForgotten } from './crash-loop-backoff.ts';

/** Plays restarts of a container that runs for `lifetimeMs`, tried again at the end of each window. */
function playRestarts(lifetimeMs: number, restarts: number): number[] {
  const delays: number[] = [];
  let entry: BackoffEntry | undefined;
  let finishedAtMs = lifetimeMs;
  while (delays.length < restarts) {
    let decision = decideBackoff(entry, { finishedAtMs, nowMs: finishedAtMs });
    let waitedMs = 0;
    if (decision.action === 'wait') {
      waitedMs = decision.remainingMs;
      decision = decideBackoff(entry, { finishedAtMs, nowMs: finishedAtMs + waitedMs });
    }
    if (decision.action === 'wait') throw new Error('still refused at the end of its window');
    delays.push(waitedMs / 1000);
    entry = decision.entry;
    finishedAtMs += waitedMs + lifetimeMs;
  }
  return delays;
}

describe('crash loop back-off', () => {
  it('waits 0, 10, 20, 40, 80, 160, 300, 300 seconds', () => {
    expect(playRestarts(2_000, 8)).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
  });

  it('begins anew after ten minutes without a crash', () => {
    expect(playRestarts(615_000, 4)).toEqual([0, 0, 0, 0]);
  });

  it('counts the window from the exit, one millisecond makes the difference', () => {
    const entry = { delayMs: 20_000, updatedMs: 0 };
    expect(decideBackoff(entry, { finishedAtMs: 5_000, nowMs: 24_999 })).toEqual({
      action: 'wait',
      delayMs: 20_000,
      remainingMs: 1,
    });
    expect(decideBackoff(entry, { finishedAtMs: 5_000, nowMs: 25_000 })).toEqual({
      action: 'start',
      entry: { delayMs: 40_000, updatedMs: 25_000 },
    });
  });

  it('drops an entry ten minutes after the last start, whatever its window', () => {
    const entry = { delayMs: 300_000, updatedMs: 1_000 };
    expect(isBackoffForgotten(entry, 601_000)).toBe(false);
    expect(isBackoffForgotten(entry, 601_001)).toBe(true);
  });

  it('says for whom and how long', () => {
    expect(crashLoopMessage(160_000, 'app', 'web_default(u-1)')).toBe(
      'back-off 2m40s restarting failed container=app pod=web_default(u-1)',
    );
  });
});
