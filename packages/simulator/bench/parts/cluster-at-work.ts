import { decodeUtf8, encodeUtf8, type KubeObject } from '@podlab/apimachinery';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Pod, PodList, Probe } from 'kubernetes-types/core/v1';
import { createEmbeddedCluster, type EmbeddedCluster } from '../../src/index.ts';

const deployments = '/apis/apps/v1/namespaces/default/deployments';

/** A cluster of workers that are Ready and in which nothing is left to be done. */
export function createReadyCluster(nodes: number): EmbeddedCluster {
  const cluster = createEmbeddedCluster({
    seed: 'bench',
    startTimeMs: Date.UTC(2026, 10, 24, 12),
    nodes: [
      { name: 'control-plane', role: 'control-plane' },
      ...Array.from({ length: nodes }, (_, i) => ({ name: `node-${i + 1}` })),
    ],
    systemPods: true,
  });
  pass(cluster, 30_000);
  return cluster;
}

/** Lets virtual time pass. */
export function pass(cluster: EmbeddedCluster, durationMs: number): void {
  cluster.time.runUntil(cluster.time.nowMs() + durationMs);
}

/** Applies a Deployment whose containers run a shell script that never ends. */
export function applyDeployment(cluster: EmbeddedCluster, replicas: number, readinessProbe?: Probe): void {
  applyScript(cluster, 'while true; do sleep 5; done', replicas, readinessProbe);
}

/** Applies a Deployment whose containers fail after a second. */
export function applyCrashingPods(cluster: EmbeddedCluster, replicas: number): void {
  applyScript(cluster, 'sleep 1; exit 1', replicas);
}

export function readPods(cluster: EmbeddedCluster): readonly Pod[] {
  return (request(cluster, 'GET', '/api/v1/namespaces/default/pods') as unknown as PodList).items;
}

function applyScript(cluster: EmbeddedCluster, script: string, replicas: number, readinessProbe?: Probe): void {
  const labels = { app: 'web' };
  const container = { name: 'app', image: 'busybox:1.37', command: ['sh', '-c', script] };
  request(cluster, 'PATCH', `${deployments}/web?fieldManager=kubectl`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ ...container, ...(readinessProbe && { readinessProbe }) }] },
      },
    },
  });
}

/** Lets time pass until all replicas are Ready. @returns virtual milliseconds that it took @throws Error after an hour */
export function passUntilReady(cluster: EmbeddedCluster, replicas: number): number {
  const startMs = cluster.time.nowMs();
  while (readyReplicas(cluster) < replicas) {
    if (cluster.time.nowMs() - startMs > 3_600_000)
      throw new Error(`${readyReplicas(cluster)} of ${replicas} are Ready`);
    pass(cluster, 500);
  }
  return cluster.time.nowMs() - startMs;
}

/** Bytes in use after garbage collection, typed arrays included. Needs `--expose-gc`. */
export function bytesInUse(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** CPU seconds of this process since `start`, all of its threads. */
export function cpuSecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function readyReplicas(cluster: EmbeddedCluster): number {
  const deployment = request(cluster, 'GET', `${deployments}/web`) as Deployment;
  return deployment.status?.readyReplicas ?? 0;
}

function request(cluster: EmbeddedCluster, method: string, path: string, object?: KubeObject): KubeObject {
  const { status, body } = cluster.handle({
    method,
    path,
    headers: { 'content-type': 'application/apply-patch+yaml', accept: 'application/json' },
    ...(object && { body: encodeUtf8(JSON.stringify(object)) }),
  });
  const text = typeof body === 'string' ? body : decodeUtf8(body as Uint8Array);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text) as KubeObject;
}
