import { expect, it } from 'vitest';
import { recordForTest, restartedAndReplaced } from '../testing/recorded-run.ts';
import { laneStretches } from './lane-stretches.ts';
import { timelineOfPictures } from './timeline-of-pictures.ts';

it('gives every UID a lane of its own, the successor under the Pod whose place it took', async () => {
  const { frames, untilMs } = await recordForTest(restartedAndReplaced);
  const { lanes } = timelineOfPictures(frames, untilMs);
  expect(new Set(lanes.map(({ uid }) => uid)).size).toBe(4);
  const replaced = lanes.findIndex(({ end }) => end === 'deleted');
  expect(lanes[replaced]?.successor).toBe(lanes[replaced + 1]?.uid);
  expect(lanes[replaced + 1]?.note).toContain(`replaces ${lanes[replaced]?.uid.slice(0, 5)}`);
  expect(lanes.filter(({ note }) => note === 'restarted once')).toHaveLength(1);
  const successorBegan = lanes[replaced + 1]?.moments[0]?.atMs ?? 0;
  const deletionBegan = lanes[replaced]?.moments.find(({ what }) => what === 'deletionBegan')?.atMs ?? 0;
  expect(Math.abs(successorBegan - deletionBegan)).toBeLessThan(1000);
});

it('cuts a lane where its state changes, and not at a restart', () => {
  const moment = (what: 'created' | 'ready' | 'restarted' | 'deletionBegan' | 'gone', atMs: number) => ({
    what,
    atMs,
    late: false,
  });
  const life = [
    moment('created', 0),
    moment('ready', 2),
    moment('restarted', 5),
    moment('deletionBegan', 7),
    moment('gone', 9),
  ];
  expect(laneStretches(life, 20)).toEqual([
    { fromMs: 0, toMs: 2, state: 'not-ready' },
    { fromMs: 2, toMs: 7, state: 'ready' },
    { fromMs: 7, toMs: 9, state: 'leaving' },
  ]);
});
