import type { PodSelection } from '@podlab/lab-format';
import { describe, expect, it } from 'vitest';
import { createHistory } from '../history/history.ts';
import type { LogEntry } from '../history/log.ts';
import { createMemoryLog } from '../history/memory-log.ts';
import { RunBuilder } from '../testing/run-builder.ts';
import { classifyFates } from './classify-fates.ts';
import { FateFold } from './fate-fold.ts';
import type { Fates } from './fate.ts';

/** `a replaced deleted by d`, for every Pod of the baseline. */
function fatesOf(run: Pick<RunBuilder, 'history'>): string[] {
  const fromN = run.history.steps[0]?.startN ?? 0;
  const pods = { labels: { app: 'web' } };
  const whole = classifyFates(run.history, { pods, fromN });
  expect(foldInPieces(run, fromN, pods)).toEqual(whole);
  return whole.pods.map((pod) =>
    [pod.uid, pod.fate, pod.cause, pod.successor && `by ${pod.successor.uid}`, pod.doubt && '?']
      .filter(Boolean)
      .join(' '),
  );
}

/** What is said at the end by one who has asked after every entry. */
function foldInPieces({ history: { log } }: Pick<RunBuilder, 'history'>, fromN: number, pods: PodSelection): Fates {
  const history = createHistory(createMemoryLog(log.entries().slice(0, fromN + 1)));
  const fold = new FateFold(history, fromN);
  for (const entry of log.entries().slice(fromN + 1)) {
    history.append(entry);
    fold.advance();
    fold.fates(pods, false);
  }
  return fold.fates(pods, false);
}

const rest = ['b untouched', 'c untouched'];

describe('classifyFates', () => {
  it.each<[string, (run: RunBuilder) => RunBuilder, string[]]>([
    ['says untouched where nothing happened', (run) => run, ['a untouched', ...rest]],
    [
      'does not take the first start of a container for a restart',
      (run) => run.pod({ uid: 'a', ready: false }),
      ['a untouched', ...rest],
    ],
    [
      'counts a container that ended and started again',
      (run) => run.pod({ uid: 'a', restarts: 1 }),
      ['a restarted exited', ...rest],
    ],
    [
      'sees a restart by its containerID when the count began again',
      (run) => run.pod({ uid: 'a', restarts: 0, containerID: 'containerd://other' }),
      ['a restarted exited', ...rest],
    ],
    [
      'tells a restart by a change of the spec from a crash',
      (run) => run.pod({ uid: 'a', image: 'nginx:1.29', generation: 2 }).pod({ uid: 'a', restarts: 1 }),
      ['a restarted specChange', ...rest],
    ],
    [
      'does not call a crash a change of the spec because the generation moved for something else',
      (run) => run.pod({ uid: 'a', generation: 2 }).pod({ uid: 'a', restarts: 1 }),
      ['a restarted exited', ...rest],
    ],
    [
      'names the memory that ran out',
      (run) => run.pod({ uid: 'a', restarts: 1, lastReason: 'OOMKilled' }),
      ['a restarted oomKilled', ...rest],
    ],
    [
      'tells a restart of all containers in place',
      (run) => run.pod({ uid: 'a', restarts: 1, lastReason: 'RestartingAllContainers' }),
      ['a allContainersRestarted exited', ...rest],
    ],
    [
      'tells a new sandbox by the new IP of the same UID',
      (run) => run.pod({ uid: 'a', restarts: 1, ip: '10.9.9.9' }),
      ['a sandboxRecreated exited', ...rest],
    ],
    [
      'calls a deleted Pod replaced once its ReplicaSet has made another, although the old one is still there',
      (run) => run.deletePod('a').pod({ uid: 'd' }).replicaSet('rs', 3),
      ['a replaced deleted by d', ...rest],
    ],
    ['waits while the successor has not come', (run) => run.deletePod('a').gone('a'), ['a leaving deleted', ...rest]],
    [
      'waits while the record of the owner lags behind that of the Pods',
      (run) => run.deletePod('a').pod({ uid: 'd' }),
      ['a leaving deleted', ...rest],
    ],
    [
      'counts a restart before the deletion',
      (run) => run.pod({ uid: 'a', restarts: 1 }).deletePod('a').pod({ uid: 'd' }).replicaSet('rs', 3),
      ['a replaced deleted by d', ...rest],
    ],
    [
      'names the Eviction API',
      (run) =>
        run
          .node('worker')
          .deletePod('a', { disruption: 'EvictionByEvictionAPI' })
          .pod({ uid: 'd' })
          .replicaSet('rs', 3),
      ['a replaced evictionApi by d', ...rest],
    ],
    [
      'names a drain by the cordon of the node, even when it was opened again',
      (run) =>
        run
          .node('worker')
          .node('worker', true)
          .deletePod('a', { disruption: 'EvictionByEvictionAPI' })
          .pod({ uid: 'd' })
          .replicaSet('rs', 3)
          .node('worker'),
      ['a replaced drain by d', ...rest],
    ],
    [
      'names a taint',
      (run) => run.deletePod('a', { disruption: 'DeletionByTaintManager' }).pod({ uid: 'd' }).replicaSet('rs', 3),
      ['a replaced taint by d', ...rest],
    ],
    [
      'names preemption',
      (run) => run.deletePod('a', { disruption: 'PreemptionByScheduler' }).pod({ uid: 'd' }).replicaSet('rs', 3),
      ['a replaced preemption by d', ...rest],
    ],
    [
      'names a lost node',
      (run) => run.deletePod('a', { disruption: 'DeletionByPodGC' }).pod({ uid: 'd' }).replicaSet('rs', 3),
      ['a replaced nodeGone by d', ...rest],
    ],
    [
      'calls a relabelled Pod released while it lives, whoever came in its place',
      (run) =>
        run
          .pod({ uid: 'a', owner: null, labels: { app: 'loose' } })
          .pod({ uid: 'd' })
          .replicaSet('rs', 3),
      ['a released relabelled', ...rest],
    ],
    [
      'calls it replaced once it is deleted as well',
      (run) =>
        run
          .pod({ uid: 'a', owner: null, labels: { app: 'loose' } })
          .pod({ uid: 'd' })
          .replicaSet('rs', 3)
          .deletePod('a'),
      ['a replaced relabelled by d', ...rest],
    ],
    [
      'calls it untouched when it was taken back, and the Pod that had come one too many',
      (run) =>
        run.pod({ uid: 'a', owner: null }).pod({ uid: 'd' }).pod({ uid: 'a', owner: 'rs' }).deletePod('d').gone('d'),
      ['a untouched', ...rest],
    ],
    [
      'tells scaling away from replacing, although three Pods were there before and after',
      (run) =>
        run
          .deployment('web', 2, 2)
          .replicaSet('rs', 2, 2)
          .deletePod('a')
          .gone('a')
          .deployment('web', 3, 3)
          .replicaSet('rs', 3, 3)
          .pod({ uid: 'd' })
          .replicaSet('rs', 3, 3),
      ['a scaledAway surplus', ...rest],
    ],
    [
      'calls a Pod scaled away whose place was given up before it was filled',
      (run) => run.deletePod('a').deployment('web', 2, 2).replicaSet('rs', 2, 2).gone('a'),
      ['a scaledAway surplus', ...rest],
    ],
    [
      'calls the Pod scaled away that had to go for a lookalike which the ReplicaSet took in',
      (run) => run.pod({ uid: 'x', owner: null }).pod({ uid: 'x', owner: 'rs' }).deletePod('a').gone('a'),
      ['a scaledAway surplus', ...rest],
    ],
    [
      'tells a rollout',
      (run) =>
        run
          .deployment('web', 3, 2)
          .replicaSet('rs2', 1)
          .pod({ uid: 'd', owner: 'rs2' })
          .replicaSet('rs', 2, 2)
          .deletePod('a')
          .gone('a'),
      ['a rolledOut', ...rest],
    ],
    [
      'calls Pods gone for good when their Deployment went',
      (run) => run.removed('deployments', 'web').removed('replicasets', 'rs').deletePod('a').gone('a'),
      ['a goneForGood ownerDeleted', ...rest],
    ],
    [
      'calls them made again by hand when the Deployment was applied again',
      (run) =>
        run
          .removed('deployments', 'web')
          .removed('replicasets', 'rs')
          .deletePod('a')
          .gone('a')
          .deployment('web2', 3)
          .replicaSet('rs2', 3, 1, 'web2'),
      ['a recreatedByHand ownerDeleted', ...rest],
    ],
    [
      'calls it a replacement when only the ReplicaSet was deleted and the Deployment made another',
      (run) => run.removed('replicasets', 'rs').deletePod('a').replicaSet('rs2', 3).pod({ uid: 'd', owner: 'rs2' }),
      ['a replaced ownerDeleted by d', ...rest],
    ],
    [
      'calls a Pod evicted that the kubelet evicted: its object stays',
      (run) => run.pod({ uid: 'a', phase: 'Failed', reason: 'Evicted' }).pod({ uid: 'd' }).replicaSet('rs', 3),
      ['a evicted kubelet by d', ...rest],
    ],
    [
      'calls it evicted still when the object is tidied away',
      (run) => run.pod({ uid: 'a', phase: 'Failed', reason: 'Evicted' }).deletePod('a').gone('a'),
      ['a evicted kubelet', ...rest],
    ],
    [
      'says when a Pod has done its work',
      (run) => run.pod({ uid: 'a', phase: 'Succeeded' }),
      ['a finished exited', ...rest],
    ],
  ])('%s', (_, act, expected) => {
    expect(fatesOf(act(RunBuilder.threePods()))).toEqual(expected);
  });

  it.each<[string, (run: RunBuilder) => RunBuilder, string[]]>([
    ['a bare Pod is gone for good', (run) => run.deletePod('x').gone('x'), ['x goneForGood deleted']],
    [
      'a bare Pod of the same name was made by hand',
      (run) => run.deletePod('x').gone('x').pod({ uid: 'y', name: 'bare', owner: null }),
      ['x recreatedByHand deleted by y'],
    ],
  ])('without an owner: %s', (_, act, expected) => {
    expect(fatesOf(act(new RunBuilder().pod({ uid: 'x', name: 'bare', owner: null }).step('step')))).toEqual(expected);
  });

  it('knows a mirror Pod whose containers ran on although its API object was deleted', () => {
    const mirror = {
      name: 'etcd-cp',
      owner: 'cp',
      ownerKind: 'Node',
      annotations: { 'kubernetes.io/config.mirror': 'x' },
    };
    const run = new RunBuilder().pod({ uid: 'm', ...mirror }).step('step');
    run
      .deletePod('m')
      .gone('m')
      .pod({ uid: 'n', ...mirror, containerID: 'containerd://m-0' });
    expect(fatesOf(run)).toEqual(['m mirrorRecreated deleted by n']);
  });

  it('knows the Pods of a StatefulSet by UID, for the name is the same', () => {
    const db = { name: 'db-0', owner: 'sts', ownerKind: 'StatefulSet' };
    const run = new RunBuilder()
      .statefulSet('sts', 1)
      .pod({ uid: 'p', ...db })
      .step('step');
    run
      .deletePod('p')
      .gone('p')
      .pod({ uid: 'q', ...db })
      .statefulSet('sts', 1);
    expect(fatesOf(run)).toEqual(['p replaced deleted by q']);
  });

  it('says where the others came from', () => {
    const run = RunBuilder.threePods().pod({ uid: 'x', owner: null }).pod({ uid: 'y', owner: null });
    run.pod({ uid: 'y', owner: 'rs' }).deletePod('a').pod({ uid: 'd' });
    const fromN = run.history.steps[0]?.startN ?? 0;
    const { newcomers } = classifyFates(run.history, { pods: {}, fromN });
    expect(newcomers.map(({ uid, origin, living }) => [uid, origin, living])).toEqual([
      ['x', 'byHand', true],
      ['y', 'adopted', true],
      ['d', 'created', true],
    ]);
  });

  it('says what became of the others too, when asked', () => {
    const run = RunBuilder.threePods()
      .deletePod('a')
      .pod({ uid: 'd' })
      .replicaSet('rs', 3)
      .pod({ uid: 'd', restarts: 1 });
    const fromN = run.history.steps[0]?.startN ?? 0;
    const { pods } = classifyFates(run.history, { pods: {}, fromN, includeNewcomers: true });
    expect(pods.map(({ uid, fate }) => [uid, fate])).toContainEqual(['d', 'restarted']);
  });

  it('gives every Pod a fate at every moment of every run', () => {
    const run = RunBuilder.threePods().deletePod('a').pod({ uid: 'd' }).replicaSet('rs', 3).gone('a');
    for (let toN = 0; toN < run.history.length; toN += 1) {
      const { pods } = classifyFates(run.history, { pods: {}, fromN: 4, toN });
      expect(pods.every((pod) => typeof pod.fate === 'string')).toBe(true);
    }
  });
});

describe('classifyFates after a gap', () => {
  it.each<[string, (run: RunBuilder) => RunBuilder, string[]]>([
    ['is sure of Pods that are there with the same UID', (run) => run.unseen(() => {}), ['a untouched', ...rest]],
    [
      'is sure of a restart, for the container carries it along',
      (run) => run.unseen((hidden) => hidden.pod({ uid: 'a', restarts: 1 })),
      ['a restarted exited', ...rest],
    ],
    [
      'doubts the fate of a Pod that went unseen',
      (run) => run.unseen((hidden) => hidden.deletePod('a').gone('a').pod({ uid: 'd' }).replicaSet('rs', 3)),
      ['a replaced deleted by d ?', ...rest],
    ],
    [
      'doubts the fate of a Pod that is found on its way out',
      (run) => run.unseen((hidden) => hidden.deletePod('a').pod({ uid: 'd' }).replicaSet('rs', 3)),
      ['a replaced deleted by d ?', ...rest],
    ],
    [
      'doubts a Pod that was to be evicted and went unseen: it may have restarted before',
      (run) =>
        run
          .pod({ uid: 'a', disruption: 'EvictionByEvictionAPI' })
          .unseen((hidden) => hidden.gone('a').pod({ uid: 'd' }).replicaSet('rs', 3)),
      ['a replaced evictionApi by d ?', ...rest],
    ],
    [
      'is sure of a Pod whose deletion was seen before the gap',
      (run) => run.deletePod('a').unseen((hidden) => hidden.gone('a').pod({ uid: 'd' }).replicaSet('rs', 3)),
      ['a replaced deleted by d', ...rest],
    ],
    [
      'doubts a departure when the owner was changed unseen around it',
      (run) =>
        run
          .deletePod('a')
          .unseen((hidden) =>
            hidden.replicaSet('rs', 2, 2).replicaSet('rs', 3, 3).pod({ uid: 'd' }).replicaSet('rs', 3, 3).gone('a'),
          ),
      ['a replaced deleted by d ?', ...rest],
    ],
  ])('%s', (_, act, expected) => {
    expect(fatesOf(act(RunBuilder.threePods()))).toEqual(expected);
  });
});

describe('watches that are out of step', () => {
  it('let a Pod be replaced as soon as its successor is seen, where its owner is not recorded at all', () => {
    const run = new RunBuilder().pod({ uid: 'a' }).step('step').deletePod('a').pod({ uid: 'd' });
    expect(fatesOf(run)).toEqual(['a replaced deleted by d']);
  });

  it('change what was taken for a rollout when the Deployment is heard of late', () => {
    const run = RunBuilder.threePods().replicaSet('rs2', 1).replicaSet('rs2', 0);
    const scaled = run.history.length;
    run.deployment('web', 2, 2).replicaSet('rs', 2, 2).deletePod('c');
    const entries = run.history.log.entries();
    const history = createHistory(createMemoryLog());
    for (const entry of entries.toSpliced(scaled, 1)) history.append(entry);
    expect(fatesOf({ history })).toEqual(['a untouched', 'b untouched', 'c rolledOut']);
    history.append(entries[scaled] as LogEntry);
    expect(fatesOf({ history })).toEqual(['a untouched', 'b untouched', 'c scaledAway surplus']);
  });
});
