import type { Clock } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import type { Action } from '../actions/action.ts';
import { runActions } from '../actions/run-actions.ts';
import { createFakeKindHost, type ProgramAnswer } from '../testing/fake-kind-host.ts';
import { createKindEngine } from './engine.ts';
import { fullImageName } from './load-images.ts';
import type { ClusterRecord } from './record.ts';

/** Time that passes at once. */
function createHurriedClock(): Clock {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
}

const clock = createHurriedClock();
const { signal } = new AbortController();
const ready: ClusterRecord = {
  formatVersion: 1,
  clusterName: 'podlab-lab',
  ownerId: 'presumed',
  state: 'ready',
  containerIds: ['a1', 'b2'],
};
const running = 'a1 podlab-lab-control-plane running\nb2 podlab-lab-worker running\n';
const remove = 'kind delete cluster --name podlab-lab';

function setUp(answers: Record<string, ProgramAnswer>, record?: ClusterRecord) {
  const fake = createFakeKindHost({ answers, ...(record && { record }) });
  const engine = createKindEngine({
    clusterName: 'podlab-lab',
    kubeconfigPath: '/state/kubeconfig',
    recordPath: '/state/kind.json',
    namespace: 'lab',
    ownerId: 'an-owner',
    host: fake.host,
  });
  return { ...fake, engine, run: (actions: readonly Action[]) => runActions(actions, { clock, signal }) };
}

describe('inspect', () => {
  const other = { ...ready, clusterName: 'podlab-other' };
  it.each([
    ['there are no containers', '', ready, 'absent'],
    ['all its containers run', running, ready, 'ready'],
    ['making it was interrupted', running, { ...ready, state: 'creating', containerIds: [] } as const, 'unfinished'],
    ['a container has stopped', running.replace('worker running', 'worker exited'), ready, 'stopped'],
    ['a container is gone', 'a1 podlab-lab-control-plane running', ready, 'stopped'],
  ])('when %s', async (_when, containers, record, state) => {
    expect(await setUp({ 'docker ps': containers }, record).engine.inspect({ signal })).toBe(state);
  });

  it.each([
    ['there is no record', running, undefined],
    ['the record is about another cluster', running, other],
    ['a container is not the one that was made', `${running}c3 podlab-lab-worker2 running`, ready],
  ])('refuses a cluster when %s, and then changes nothing', async (_when, containers, record) => {
    const { engine, run, commands } = setUp({ 'docker ps': containers }, record);
    await expect(engine.inspect({ signal })).rejects.toMatchObject({ code: 'CLUSTER_NOT_OURS' });
    await expect(run(engine.delete())).rejects.toMatchObject({ code: 'CLUSTER_NOT_OURS' });
    await expect(run(engine.create({ nodes: 1 }))).rejects.toMatchObject({ code: 'CLUSTER_NOT_OURS' });
    expect(commands.every((line) => line.startsWith('docker ps'))).toBe(true);
  });
});

describe('create', () => {
  it('begins anew where it was interrupted', async () => {
    const { engine, run, commands } = setUp({}, { ...ready, state: 'creating', containerIds: [] });
    await run(engine.create({ nodes: 0 }));
    expect(commands.some((line) => line.startsWith('kind create cluster'))).toBe(true);
  });

  it.each([
    ['removes the network that kind made', ['', 'kind', '0'], true],
    ['leaves the network that was there', ['kind'], false],
    ['leaves the network when another cluster came to use it', ['', 'kind', '1'], false],
  ])('when it fails, %s', async (_what, networks, removed) => {
    let asked = 0;
    const nextAnswer = () => networks[Math.min(asked++, networks.length - 1)] ?? '';
    const { engine, run, commands, record } = setUp({
      'kind create cluster': { exitCode: 1, stderr: 'no space' },
      'docker network ls': nextAnswer,
      'docker network inspect': nextAnswer,
    });
    await expect(run(engine.create({ nodes: 1 }))).rejects.toMatchObject({ code: 'COMMAND_FAILED' });
    expect(commands.includes('docker network rm kind')).toBe(removed);
    expect(record()).toBeUndefined();
  });

  it('keeps the record when containers could not be removed, so that they can be later', async () => {
    const answers = {
      'kind create cluster': { exitCode: 1 },
      [remove]: { exitCode: 1, stderr: 'Docker is gone' },
      'docker ps': '',
    };
    const { engine, run, record } = setUp(answers);
    const creating = run([
      ...engine
        .create({ nodes: 1 })
        .map((action) =>
          action.name.startsWith('Make')
            ? { ...action, run: async () => void (answers['docker ps'] = running) }
            : action,
        ),
      { name: 'Fail', run: () => Promise.reject(new Error('on purpose')) },
    ]);
    await expect(creating).rejects.toMatchObject({
      code: 'CLEANUP_FAILED',
      message: expect.stringContaining('Docker is gone'),
    });
    expect(record()).toBeDefined();
  });

  it.each(['lab', 'podlab-', 'podlab-Lab', `podlab-${'x'.repeat(40)}`])('refuses the name %j', (clusterName) => {
    const places = { kubeconfigPath: '', recordPath: '', namespace: 'lab', ownerId: '' };
    expect(() => createKindEngine({ clusterName, ...places })).toThrow(RangeError);
  });
});

describe('loadImages', () => {
  const has = (...repoTags: string[]) => JSON.stringify({ images: [{ repoTags }] });
  const nodes = { 'docker ps': running };

  it('loads only what a node lacks, into that node', async () => {
    const { engine, run, commands } = setUp({
      ...nodes,
      'docker exec podlab-lab-control-plane': has('docker.io/library/busybox:1.37', 'docker.io/library/nginx:1.29'),
      'docker exec podlab-lab-worker': has('docker.io/library/busybox:1.37'),
    });
    await run(engine.loadImages(['busybox:1.37', 'nginx:1.29']));
    expect(commands.filter((line) => line.startsWith('kind load'))).toEqual([
      'kind load docker-image nginx:1.29 --name podlab-lab --nodes podlab-lab-worker',
    ]);
    expect(commands.filter((line) => line.startsWith('docker pull'))).toEqual([]);
  });

  it('says which image is not to be had', async () => {
    const { engine, run } = setUp({
      ...nodes,
      'docker exec': has(),
      'docker image inspect': { exitCode: 1 },
      'docker pull': { exitCode: 1, stderr: 'no route to host' },
    });
    await expect(run(engine.loadImages(['nginx:1.29']))).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
      message: expect.stringMatching(/nginx:1\.29 .*no route to host/),
    });
  });

  it.each([
    ['busybox', 'docker.io/library/busybox:latest'],
    ['nginx:1.29', 'docker.io/library/nginx:1.29'],
    ['podlab/node:v1', 'docker.io/podlab/node:v1'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    ['nginx@sha256:abc', 'docker.io/library/nginx@sha256:abc'],
  ])('knows %s as %s', (image, full) => {
    expect(fullImageName(image)).toBe(full);
  });
});

describe('reset', () => {
  it('refuses a cluster that bears another mark', async () => {
    const { engine, run } = setUp({}, { ...ready, ownerId: 'somebody-else' });
    await expect(run(engine.reset('lab'))).rejects.toMatchObject({ code: 'CLUSTER_NOT_OURS' });
  });
});
