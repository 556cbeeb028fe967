import type { Stored } from '@podlab/apimachinery';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { everyState, recordForTest, restartedAndReplaced } from '../testing/recorded-run.ts';
import type { ClusterPicture, PodPicture } from './cluster-picture.ts';
import { pictureCluster } from './picture-cluster.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString().replace('.000', '');
const podsOf = ({ waiting, nodes }: ClusterPicture) => [...waiting, ...nodes.flatMap(({ pods }) => pods)];

function pod(status: object, extra: { readonly metadata?: object; readonly spec?: object } = {}): Stored {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web',
      namespace: 'default',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: at(0),
      ...extra.metadata,
    },
    spec: { nodeName: 'worker', containers: [{ name: 'app' }], ...extra.spec },
    status: { phase: 'Running', startTime: at(0), ...status },
  };
}

function drawn(object: Stored): PodPicture {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { ...object.metadata, name: 'worker' } };
  const [picture] = podsOf(pictureCluster([object, node], 0));
  if (!picture) throw new Error('no Pod in the picture');
  return picture;
}

const app = (state: object, extra: object = {}) => ({
  containerStatuses: [{ name: 'app', ready: false, restartCount: 0, state, ...extra }],
});
const exited = (exitCode: number, seconds: number) => ({
  terminated: { exitCode, reason: 'Error', finishedAt: at(seconds) },
});

describe('a container that has exited', () => {
  it.each([
    ['is started again at once the first time', 0, undefined],
    ['waits 10 s the second time', 1, 10],
    ['waits twice as long each time', 3, 40],
    ['waits 5 min at most', 6, 300],
  ])('%s', (_, restartCount, seconds) => {
    const picture = drawn(pod(app(exited(1, 20), { restartCount })));
    expect(picture.look).toBe('waiting-to-restart');
    const { backOff } = picture.containers[0] ?? {};
    expect(backOff && (backOff.untilMs - backOff.fromMs) / 1000).toBe(seconds);
  });

  it('believes the message of the kubelet more than the number of restarts', () => {
    const waiting = {
      reason: 'CrashLoopBackOff',
      message: 'back-off 1m20s restarting failed container=app pod=web_x(u)',
    };
    const status = app({ waiting }, { restartCount: 2, lastState: exited(1, 20) });
    expect(drawn(pod(status)).containers[0]?.backOff).toEqual({
      fromMs: Date.parse(at(20)),
      untilMs: Date.parse(at(100)),
    });
  });

  it('does not guess how long, when earlier restarts may be forgotten or a probe may have killed it', () => {
    expect(drawn(pod(app(exited(1, 601), { restartCount: 3 }))).containers[0]?.backOff).toBeUndefined();
    const probed = { containers: [{ name: 'app', livenessProbe: {} }] };
    expect(
      drawn(pod(app(exited(137, 20), { restartCount: 3 }), { spec: probed })).containers[0]?.backOff,
    ).toBeUndefined();
  });

  it.each([
    ['Never', 0, 'completed'],
    ['Never', 2, 'failed'],
    ['OnFailure', 0, 'completed'],
    ['OnFailure', 2, 'waiting-to-restart'],
    ['Always', 0, 'waiting-to-restart'],
  ])('under restartPolicy %s with exit code %i: %s', (restartPolicy, exitCode, state) => {
    const picture = drawn(pod(app(exited(exitCode, 20)), { spec: { restartPolicy } }));
    expect(picture.containers[0]?.state).toBe(state);
  });

  it('waits for nothing when its Pod is being deleted', () => {
    const metadata = { deletionTimestamp: at(50), deletionGracePeriodSeconds: 30 };
    const picture = drawn(pod(app(exited(1, 20)), { metadata }));
    expect(picture.look).toBe('terminating');
    expect(picture.containers[0]?.state).toBe('failed');
    expect(picture.terminating).toEqual({ fromMs: Date.parse(at(20)), untilMs: Date.parse(at(50)) });
  });
});

describe('the picture of a run', () => {
  let states: Recording;
  let web: Recording;
  beforeAll(async () => {
    states = await recordForTest(everyState);
    web = await recordForTest(restartedAndReplaced);
  });
  const last = ({ frames }: Recording) => frames.at(-1) as ClusterPicture;

  it('draws every state as what it is, under the word that kubectl prints', () => {
    const looks = podsOf(last(states)).map(({ name, look, status, ready, total }) => [
      name,
      look,
      `${status} ${ready}/${total}`,
    ]);
    expect(looks.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['big', 'pending', 'Pending 0/1'],
      ['crasher', 'waiting-to-restart', 'Error 0/1'],
      ['failing', 'failed', 'Error 0/1'],
      ['oneshot', 'succeeded', 'Completed 0/1'],
      ['shop', 'running', 'Running 2/3'],
      ['typo', 'blocked', expect.stringMatching(/ErrImagePull|ImagePullBackOff/)],
    ]);
  });

  it('keeps a Pod that no node takes apart, with the reason', () => {
    expect(last(states).waiting.map(({ name, reason }) => [name, reason])).toEqual([
      ['big', expect.stringContaining('Insufficient cpu')],
    ]);
  });

  it('keeps the UID of a Pod whose container was restarted, and gives its successor another', () => {
    const before = podsOf(
      web.frames.find(
        (frame) => podsOf(frame).every(({ look }) => look === 'ready') && podsOf(frame).length === 3,
      ) as ClusterPicture,
    );
    const after = podsOf(last(web));
    const kept = after.filter(({ uid }) => before.some((one) => one.uid === uid));
    expect(kept.map(({ restarts }) => restarts).toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(after).toHaveLength(3);
    expect(new Set(after.map(({ owner }) => owner)).size).toBe(1);
  });

  it('knows the ReplicaSet of its Deployment, and the Pods behind a Service', () => {
    const { owners, services } = last(web);
    const replicaSet = owners.find(({ kind }) => kind === 'ReplicaSet');
    expect(owners.find(({ uid }) => uid === replicaSet?.owner)?.kind).toBe('Deployment');
    expect(services[0]?.endpoints.map(({ pod: uid }) => uid).toSorted()).toEqual(
      podsOf(last(web))
        .map(({ uid }) => uid)
        .toSorted(),
    );
  });
});
