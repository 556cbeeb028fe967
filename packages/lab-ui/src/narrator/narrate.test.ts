import { beforeAll, describe, expect, it } from 'vitest';
import type { ClusterPicture, PodPicture } from '../picture/cluster-picture.ts';
import type { Recording } from '../recording/recording.ts';
import { everyState, recordForTest, restartedAndReplaced } from '../testing/recorded-run.ts';
import { narrate } from './narrate.ts';

const tell = ({ frames }: Recording) =>
  frames.slice(1).flatMap((frame, i) => narrate(frames[i] as ClusterPicture, frame));

describe('narrate', () => {
  let web: Recording;
  let states: Recording;
  beforeAll(async () => {
    web = await recordForTest(restartedAndReplaced);
    states = await recordForTest(everyState);
  });

  it('tells a restart from a replacement', () => {
    const names = [
      ...new Set(web.frames.flatMap(({ nodes }) => nodes.flatMap(({ pods }) => pods.map(({ name }) => name)))),
    ];
    const sentences = tell(web).map((sentence) =>
      sentence.replaceAll(/web-\w+-\w+/g, (name) => ['one', 'two', 'three', 'four'][names.indexOf(name)] ?? name),
    );
    expect(sentences).toMatchInlineSnapshot(`
      [
        "one was created.",
        "two was created.",
        "three was created.",
        "Service web has 0 ready endpoints.",
        "one is ready, 1 of 1 containers.",
        "two is ready, 1 of 1 containers.",
        "three is ready, 1 of 1 containers.",
        "Service web has 3 ready endpoints.",
        "one: container app exited with 1.",
        "one: 0 of 1 containers ready.",
        "Service web has 2 ready endpoints.",
        "one: container app was started again, restart 1.",
        "one is ready, 1 of 1 containers.",
        "Service web has 3 ready endpoints.",
        "two is being deleted, with 5 s of grace.",
        "four takes the place of two.",
        "Service web has 2 ready endpoints.",
        "four is ready, 1 of 1 containers.",
        "Service web has 3 ready endpoints.",
        "two is gone.",
      ]
    `);
  });

  it('tells how containers end and what they wait for', () => {
    const sentences = tell(states);
    expect(sentences).toContain('crasher: container app exited with 1, next start in 10 s.');
    expect(sentences).toContain('oneshot has completed.');
    expect(sentences).toContain('failing: container app failed with exit code 3.');
    expect(sentences).toContain('typo: container app cannot start: ErrImagePull.');
    expect(sentences.filter((sentence) => sentence.startsWith('big waits for a node: 0/3'))).toHaveLength(1);
  });

  it('says nothing when nothing has changed', () => {
    const picture = web.frames.at(-1) as ClusterPicture;
    expect(narrate(picture, { ...picture, atMs: picture.atMs + 5000 })).toEqual([]);
  });

  it('tells who took whose place, also when all of it fell between two pictures', () => {
    const begin = web.frames.findLast(
      ({ nodes }) =>
        nodes.every(({ pods }) => pods.every((pod) => !pod.terminating)) &&
        nodes.some(({ pods }) => pods.some(({ restarts }) => restarts === 1)) &&
        !isLast(web, nodes),
    );
    const sentences = narrate(begin as ClusterPicture, web.frames.at(-1) as ClusterPicture);
    expect(sentences).toContainEqual(expect.stringMatching(/^web-\S+ takes the place of web-\S+\.$/));
  });

  it('tells many Pods as a number', () => {
    const empty: ClusterPicture = { atMs: 0, nodes: [], waiting: [], owners: [], services: [] };
    const one = web.frames.at(-1)?.nodes.flatMap(({ pods }) => pods)[0] as PodPicture;
    const waiting = Array.from({ length: 50 }, (_, i) => ({ ...one, uid: `${i}`, name: `web-${i}` }));
    expect(narrate(empty, { ...empty, waiting })).toEqual(['50 Pods were created.']);
  });

  it('tells when an owner lets a Pod go and takes it in', () => {
    const picture = web.frames.at(-1) as ClusterPicture;
    const change = (owner: string | undefined): ClusterPicture => ({
      ...picture,
      nodes: picture.nodes.map((node) => ({
        ...node,
        pods: node.pods.map((pod) => (pod.restarts === 1 ? { ...pod, owner } : pod)),
      })),
    });
    expect(narrate(picture, change(undefined))).toEqual([
      expect.stringMatching(/^ReplicaSet \S+ has let go of \S+\.$/),
    ]);
    expect(narrate(change(undefined), picture)).toEqual([expect.stringMatching(/^ReplicaSet \S+ has taken \S+ in\.$/)]);
  });
});

function isLast({ frames }: Recording, nodes: ClusterPicture['nodes']): boolean {
  const uids = (of: ClusterPicture['nodes'] | undefined) =>
    of
      ?.flatMap(({ pods }) => pods.map(({ uid }) => uid))
      .toSorted()
      .join(' ');
  return uids(nodes) === uids(frames.at(-1)?.nodes);
}
