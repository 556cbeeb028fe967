import { createRandom } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import type { PodStanding } from './pod-standing.ts';
import { type PodCounts, PodTally } from './pod-tally.ts';

/** What the tally is to say, counted from the start. */
function countAll(standings: readonly PodStanding[], nowMs: number): PodCounts {
  const replicas = standings.filter(({ isActive, isSelected }) => isActive && isSelected);
  const ready = replicas.flatMap(({ availableAtMs }) => (availableAtMs === undefined ? [] : [availableAtMs]));
  return {
    replicas: replicas.length,
    fullyLabeled: replicas.filter(({ isFullyLabeled }) => isFullyLabeled).length,
    ready: replicas.filter(({ isReady }) => isReady).length,
    available: ready.filter((atMs) => atMs <= nowMs).length,
    availableAtMs: ready.filter((atMs) => atMs > nowMs),
    terminating: standings.filter(({ isTerminating, isSelected }) => isTerminating && isSelected).length,
    strays: standings.filter(({ isActive, isSelected }) => isActive && !isSelected).length,
  };
}

it('counts as one who counts all Pods each time, while they come, change, go and become available', () => {
  const random = createRandom('tally');
  const tally = new PodTally();
  const standings = new Map<string, PodStanding>();
  const seen = new Set<string>();
  for (let nowMs = 0; nowMs < 2_000; nowMs += 1) {
    const uid = String(random.below(20));
    if (random.below(4) === 0) {
      standings.delete(uid);
      tally.remove(uid);
    } else {
      const isActive = random.below(4) > 0;
      const isReady = random.below(2) > 0;
      const standing: PodStanding = {
        isActive,
        isTerminating: !isActive && random.below(2) > 0,
        isSelected: random.below(4) > 0,
        isFullyLabeled: random.below(2) > 0,
        isReady,
        availableAtMs: isReady ? nowMs + random.below(40) - 20 : undefined,
      };
      standings.set(uid, standing);
      tally.put(uid, standing);
    }
    if (random.below(3) === 0) continue;
    const { availableAtMs, ...counts } = tally.counts(nowMs);
    const { availableAtMs: expectedAtMs, ...expected } = countAll([...standings.values()], nowMs);
    expect(counts).toEqual(expected);
    expect(availableAtMs.toSorted((a, b) => a - b)).toEqual(expectedAtMs.toSorted((a, b) => a - b));
    for (const [name, count] of Object.entries(counts)) if (count > 0) seen.add(name);
    if (availableAtMs.length > 0) seen.add('availableAtMs');
  }
  expect([tally.size, seen.size]).toEqual([standings.size, 7]);
});
