import { beforeAll, describe, expect, it } from 'vitest';
import { recordForTest, restartedAndReplaced } from '../testing/recorded-run.ts';
import { decodeRecording, encodeRecording, type Recording } from './recording.ts';

describe('a recorded run', () => {
  let run: Recording;
  beforeAll(async () => {
    run = await recordForTest(restartedAndReplaced);
  });

  it('is the same each time', async () => {
    expect(await recordForTest(restartedAndReplaced)).toEqual(run);
  });

  it('is small, and the same when it is read back', () => {
    const text = JSON.stringify(encodeRecording(run));
    expect(text.length).toBeLessThan(20_000);
    expect(JSON.parse(JSON.stringify(decodeRecording(JSON.parse(text))))).toEqual(JSON.parse(JSON.stringify(run)));
  });

  it('shares what has not changed between its pictures', () => {
    const { frames } = decodeRecording(encodeRecording(run));
    const untouched = frames
      .at(-1)
      ?.nodes.flatMap(({ pods }) => pods)
      .find(
        ({ restarts, uid }) =>
          restarts === 0 && frames.at(-3)?.nodes.some(({ pods }) => pods.some((pod) => pod.uid === uid)),
      );
    expect(untouched).toBeDefined();
    expect(frames.at(-2)?.nodes.flatMap(({ pods }) => pods)).toContain(untouched);
  });

  it('writes the names of the Pods into its commands', () => {
    expect(run.commands.map(({ line }) => line.replace(/web-\S+/, 'POD'))).toEqual([
      'kubectl apply -f -',
      'kubectl exec POD -- kill 1',
      'kubectl delete pod POD',
    ]);
  });

  it('refuses a manifest with what kubectl says of it', async () => {
    const yaml = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: []}\n';
    await expect(recordForTest({ yaml })).rejects.toThrow(/spec\.containers: Required value/);
  });
});
