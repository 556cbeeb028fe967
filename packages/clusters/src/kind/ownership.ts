import type { KubeTransport } from '@podlab/kube-client';
import { ClusterError } from '../errors.ts';
import type { ClusterState } from '../engine.ts';
import { type KindCluster, listNodeContainers } from './kind-cluster.ts';
import { requestJson } from './request-json.ts';

const markerPath = '/api/v1/namespaces/kube-system/configmaps';
const markerName = 'podlab-owner';

/**
 * Tells a cluster of ours from any other by the ids of its node containers, which nobody can give to another cluster.
 * @throws ClusterError CLUSTER_NOT_OURS
 */
export async function inspectCluster(
  cluster: KindCluster,
  options: { readonly signal: AbortSignal },
): Promise<ClusterState> {
  const containers = await listNodeContainers(cluster, options);
  if (containers.length === 0) return 'absent';
  const record = await cluster.host.readRecord(cluster.recordPath);
  if (record?.clusterName !== cluster.name) throw notOurs(cluster.name);
  if (record.state === 'creating') return 'unfinished';
  if (!containers.every(({ id }) => record.containerIds.includes(id))) throw notOurs(cluster.name);
  const whole = containers.length === record.containerIds.length && containers.every(({ running }) => running);
  return whole ? 'ready' : 'stopped';
}

/** Writes our mark into the cluster. */
export async function markCluster(
  transport: KubeTransport,
  ownerId: string,
  options: { readonly signal: AbortSignal },
): Promise<void> {
  const marker = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: markerName }, data: { ownerId } };
  await requestJson(transport, { method: 'POST', path: markerPath, body: marker, ...options });
}

/**
 * Looks for our mark in the cluster that the transport leads to, wherever that is by now.
 * @throws ClusterError CLUSTER_NOT_OURS
 */
export async function refuseForeignCluster(
  cluster: KindCluster,
  transport: KubeTransport,
  options: { readonly signal: AbortSignal },
): Promise<void> {
  const record = await cluster.host.readRecord(cluster.recordPath);
  const path = `${markerPath}/${markerName}`;
  const marker = await requestJson(transport, { path, accept: [404], ...options });
  const found = (marker as { data?: { ownerId?: string } }).data?.ownerId;
  if (record === undefined || found !== record.ownerId) throw notOurs(cluster.name);
}

function notOurs(name: string): ClusterError {
  return new ClusterError(
    'CLUSTER_NOT_OURS',
    `the kind cluster "${name}" was not made by this copy of Podlab, so it stays as it is; ` +
      `if nobody needs it, delete it yourself: kind delete cluster --name ${name}`,
  );
}
