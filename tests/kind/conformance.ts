import { type Stored, StatusError } from '@podlab/apimachinery';
import { createKubeClient, type KubeClient, TransportError } from '@podlab/kube-client';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { OpenedEngine } from './engines.ts';

const namespace = 'conformance';
const { signal } = new AbortController();
const text = (chunks: readonly Uint8Array[]) => Buffer.concat(chunks).toString('utf8');

/**
 * What every engine must do, through its `KubeTransport` alone. The tests follow one another: a Deployment is made and
 * then lived with.
 */
export function defineConformance(open: () => Promise<OpenedEngine>): void {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });
  let engine: OpenedEngine | undefined;
  let client: KubeClient;
  beforeAll(async () => {
    engine = await open();
    client = createKubeClient(engine.transport);
    await client.create('namespaces', { metadata: { name: namespace } }, { signal });
  });
  afterAll(() => engine?.close());

  const pods = async () => (await client.list('pods', { namespace }, { signal, labelSelector: 'app=web' })).items;
  const readyPods = async () => (await pods()).filter((pod) => isReady(pod) && !pod.metadata.deletionTimestamp);
  const twoReady = async (): Promise<readonly Stored<Pod>[]> => {
    await expect.poll(async () => (await readyPods()).length, { timeout: 60_000 }).toBe(2);
    return readyPods();
  };

  it('makes the Pods of a Deployment, and tells a watch of each step', async () => {
    const stop = new AbortController();
    const watch = await client.watch('pods', { namespace }, { signal: stop.signal });
    await client.create('deployments', deployment, { signal });
    const [first] = await twoReady();
    const seen: string[] = [];
    for await (const event of watch) {
      if (event.type === 'BOOKMARK' || event.object.metadata.uid !== first?.metadata.uid) continue;
      seen.push(`${event.type} ${event.object.status?.phase}`);
      if (isReady(event.object)) break;
    }
    stop.abort();
    expect(seen[0]).toBe('ADDED Pending');
    expect(seen.at(-1)).toBe('MODIFIED Running');
    expect(first?.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'ReplicaSet', controller: true });
  });

  it('runs commands in a container: output, errors, exit code, input', async () => {
    const [pod] = await twoReady();
    const at = { namespace, name: pod?.metadata.name ?? '', container: 'main' };
    const out: Uint8Array[] = [];
    const err: Uint8Array[] = [];
    const { exitCode } = await client.exec(at, ['sh', '-c', 'cat; echo problem >&2; exit 3'], {
      signal,
      stdin: (async function* () {
        yield new TextEncoder().encode('fed in\n');
      })(),
      onStdout: (chunk) => out.push(chunk),
      onStderr: (chunk) => err.push(chunk),
    });
    expect([exitCode, text(out), text(err)]).toEqual([3, 'fed in\n', 'problem\n']);
  });

  it('refuses an exec in a Pod that is not there', async () => {
    const refused = client.exec({ namespace, name: 'nope' }, ['true'], { signal });
    await expect(refused).rejects.toBeInstanceOf(StatusError);
    await expect(refused).rejects.toMatchObject({ reason: 'NotFound' });
  });

  it('gives logs, whole and as they come', async () => {
    const [pod] = await twoReady();
    const at = { namespace, name: pod?.metadata.name ?? '' };
    expect(await client.logs(at, { signal })).toMatch(/^tick 0\n/);
    const stop = new AbortController();
    const chunks: Uint8Array[] = [];
    for await (const chunk of client.streamLogs(at, { signal: stop.signal, follow: true })) {
      chunks.push(chunk);
      if (text(chunks).includes('tick 3')) break;
    }
    stop.abort();
    expect(text(chunks)).toMatch(/^tick 0\ntick 1\ntick 2\ntick 3\n/);
  });

  it('replaces a Pod that is deleted, and leaves the other alone', async () => {
    const before = await twoReady();
    const [victim, other] = before;
    await client.delete('pods', { namespace, name: victim?.metadata.name ?? '' }, { signal });
    await expect
      .poll(async () => (await pods()).some((pod) => pod.metadata.uid === victim?.metadata.uid), { timeout: 30_000 })
      .toBe(false);
    const after = await twoReady();
    expect(after.map((pod) => pod.metadata.uid)).toContain(other?.metadata.uid);
    expect(
      after.find((pod) => pod.metadata.uid === other?.metadata.uid)?.status?.containerStatuses?.[0]?.restartCount,
    ).toBe(0);
    expect(new Set([...before, ...after].map((pod) => pod.metadata.ownerReferences?.[0]?.uid)).size).toBe(1);
  });

  it('restarts a container whose main process ends, in the same Pod', async () => {
    const [pod] = await twoReady();
    const at = { namespace, name: pod?.metadata.name ?? '' };
    await client.exec(at, ['kill', '1'], { signal });
    const restarts = async () =>
      (await client.get('pods', at, { signal })).status?.containerStatuses?.[0]?.restartCount;
    await expect.poll(restarts, { timeout: 60_000 }).toBe(1);
    expect((await client.get('pods', at, { signal })).metadata.uid).toBe(pod?.metadata.uid);
    await twoReady();
  });

  it('evicts a Pod, unless a disruption budget forbids it', async () => {
    const [first] = await twoReady();
    const budget = {
      metadata: { name: 'guard', namespace },
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
    };
    await client.create('poddisruptionbudgets', budget, { signal });
    const status = async () =>
      (await client.get('poddisruptionbudgets', { namespace, name: 'guard' }, { signal })).status;
    await expect.poll(async () => (await status())?.currentHealthy, { timeout: 20_000 }).toBe(2);
    const at = { namespace, name: first?.metadata.name ?? '' };
    await expect(client.evict(at, { signal })).rejects.toMatchObject({ reason: 'TooManyRequests' });
    await client.delete('poddisruptionbudgets', { namespace, name: 'guard' }, { signal });
    await client.evict(at, { signal });
    await expect
      .poll(async () => (await pods()).some((pod) => pod.metadata.uid === first?.metadata.uid), { timeout: 30_000 })
      .toBe(false);
    await twoReady();
  });

  it('names what is wrong: 404, 409, 422', async () => {
    await expect(client.get('pods', { namespace, name: 'nope' }, { signal })).rejects.toMatchObject({
      reason: 'NotFound',
    });
    await expect(client.create('deployments', deployment, { signal })).rejects.toMatchObject({
      reason: 'AlreadyExists',
    });
    const invalid = structuredClone(deployment);
    invalid.metadata.name = 'Invalid_Name';
    await expect(client.create('deployments', invalid, { signal })).rejects.toMatchObject({ reason: 'Invalid' });
  });

  it('ends exchanges that are aborted with the reason, and all of them when it is closed', async () => {
    const stop = new AbortController();
    const watch = await client.watch('pods', { namespace }, { signal: stop.signal });
    const reading = (async () => {
      for await (const event of watch) expect(event.type).toBe('ADDED');
    })();
    stop.abort();
    await expect(reading).rejects.toBe(stop.signal.reason);
    const response = await engine!.transport.fetch(`/api/v1/namespaces/${namespace}/pods?watch=true`);
    await engine!.transport.close();
    await expect(response.text()).rejects.toBeInstanceOf(TransportError);
  });
}

const deployment = {
  metadata: { name: 'web', namespace },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          {
            name: 'main',
            image: 'busybox:1.37',
            command: ['sh', '-c', `trap 'exit 0' TERM; i=0; while :; do echo tick $i; i=$((i+1)); sleep 1; done`],
          },
        ],
      },
    },
  },
} satisfies Deployment;

function isReady(pod: Pick<Pod, 'status'>): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
