import { describe, expect, it } from 'vitest';
import { RunBuilder } from '../testing/run-builder.ts';
import { drawTimeline } from './draw-timeline.ts';
import { sayTimeline } from './say-timeline.ts';
import { timelineOf } from './timeline.ts';
import { stripeOf } from './stripe.ts';

const run = () =>
  RunBuilder.threePods()
    .pod({ uid: 'a', ready: false })
    .pod({ uid: 'a', ready: true, restarts: 1 })
    .deletePod('b')
    .pod({ uid: 'd', ready: false })
    .replicaSet('rs', 3)
    .pod({ uid: 'd', ready: true })
    .gone('b');

describe('drawTimeline', () => {
  it('draws one lane per UID, each successor under the Pod whose place it took', () => {
    expect(drawTimeline(timelineOf(run().history), { columns: 110, colour: false })).toEqual([
      '             00:00:05                                  00:00:12',
      'ReplicaSet rs',
      'web-a·a ░███ ●━━━━━━───────╪━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  restarted once',
      'web-b·b ▚███ ●━━━━━━━━━━━━━━━━━━━━╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱✕  deleted: replaced by d',
      'web-d·d ▓███                             ○─────────────●━━━━━━━  new UID, same ReplicaSet: replaces b',
      'web-c·c ████ ●━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  untouched',
    ]);
  });

  it('puts the words under the lane where the terminal is narrow', () => {
    const lines = drawTimeline(timelineOf(run().history), { columns: 50, colour: false });
    expect(lines.every((line) => line.length <= 50)).toBe(true);
    expect(lines).toContain('  restarted once');
  });

  it('leaves room for the longest words', () => {
    const { history } = RunBuilder.threePods()
      .pod({ uid: 'a', ready: true, restarts: 1 })
      .deletePod('a')
      .pod({ uid: 'd2345', ready: false })
      .replicaSet('rs', 3)
      .pod({ uid: 'd2345', ready: true })
      .gone('a');
    for (const columns of [92, 100, 110]) {
      const lines = drawTimeline(timelineOf(history), { columns, colour: false });
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
  });

  it('draws where nobody looked', () => {
    const { history } = RunBuilder.threePods()
      .wait(5000)
      .unseen((hidden) => hidden.wait(5000).deployment('web', 3));
    expect(drawTimeline(timelineOf(history), { columns: 110, colour: false })[2]).toContain('┈');
  });

  it('says nothing by colour alone: without it the same marks are there', () => {
    const plain = drawTimeline(timelineOf(run().history), { columns: 110, colour: false });
    const coloured = drawTimeline(timelineOf(run().history), { columns: 110, colour: true });
    expect(coloured.map((line) => line.replaceAll(/\u001b\[\d+m/g, ''))).toEqual(plain);
  });

  it('says when there is nothing to draw', () => {
    expect(drawTimeline(timelineOf(new RunBuilder().step('step').history), { columns: 80, colour: false })).toEqual([
      'No Pod has been seen yet.',
    ]);
  });
});

describe('sayTimeline', () => {
  it('says in words what the picture shows', () => {
    expect(sayTimeline(timelineOf(run().history))).toEqual([
      'web-a·a, owned by ReplicaSet rs: there at 00:00:05, ready at 00:00:05, not ready at 00:00:06, restarted at 00:00:07, ready at 00:00:07. Restarted once.',
      'web-b·b, owned by ReplicaSet rs: there at 00:00:05, ready at 00:00:05, deletion began at 00:00:08, gone at 00:00:12. Deleted: replaced by d.',
      'web-d·d, owned by ReplicaSet rs: created at 00:00:09, ready at 00:00:11. New UID, same ReplicaSet: replaces b.',
      'web-c·c, owned by ReplicaSet rs: there at 00:00:05, ready at 00:00:05. Untouched.',
    ]);
  });
});

describe('stripeOf', () => {
  it('gives a UID the same four marks each time, and another UID others', () => {
    const uid = '20dae1f3-9d2a-4b1c-8a57-3f1c07be2d9f';
    expect(stripeOf(uid, false)).toBe('█░▓▚');
    expect(stripeOf('c3b5c1f3-9d2a-4b1c-8a57-3f1c07be2d9f', false)).not.toBe(stripeOf(uid, false));
  });
});
