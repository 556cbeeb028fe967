import { beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { recordForTest } from '../testing/recorded-run.ts';
import { timelineOfPictures } from '../timeline/timeline-of-pictures.ts';
import { ownerLines, sayCount } from './owner-lines.ts';

const job = (name: string, spec: string, command: string) => `apiVersion: batch/v1
kind: Job
metadata: {name: ${name}}
spec:
  ${spec}
  template:
    spec:
      restartPolicy: Never
      containers: [{name: app, image: 'busybox:1.37', command: [sh, -c, '${command}']}]
`;

describe('Jobs in pictures', () => {
  let run: Recording;
  beforeAll(async () => {
    const yaml = [job('sum', 'completions: 2', 'sleep 2'), job('broken', 'backoffLimit: 1', 'sleep 2; exit 1')];
    run = await recordForTest({ yaml: yaml.join('---\n'), seconds: 40 });
  });

  it('counts what has completed, not what has failed', () => {
    const said = [run.frames[1], run.frames.at(-1)].map((frame) =>
      frame === undefined
        ? []
        : ownerLines(frame, [...frame.waiting, ...frame.nodes.flatMap(({ pods }) => pods)]).map(
            (line) => `${line.owner.name}: ${sayCount(line)}`,
          ),
    );
    expect(said[0]).toContain('sum: 0 of 2 completed');
    expect(said[1]).toEqual(['broken: 0 of 1 completed', 'sum: 2 of 2 completed']);
  });

  it('a Pod that has completed is followed, not replaced; one that has failed is replaced', () => {
    const notes = timelineOfPictures(run.frames, run.untilMs).lanes.map(
      ({ short, note }) => `${short.replace(/-.*/, '')}: ${note.replaceAll(/\b[0-9a-f]{5}\b/g, 'UID')}`,
    );
    expect(notes.toSorted()).toEqual([
      'broken: failed: replaced by UID',
      'broken: new UID, same Job: replaces UID, then failed',
      'sum: completed',
      'sum: completed',
    ]);
  });
});
