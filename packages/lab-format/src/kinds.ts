import type { GroupVersionResource } from '@podlab/apimachinery';

/** How a kind that labs may watch is found in the API. */
export interface WatchableKind extends GroupVersionResource {
  readonly kind: string;
  readonly namespaced: boolean;
}

const table: readonly (readonly [kind: string, group: string, resource: string])[] = [
  ['Pod', '', 'pods'],
  ['ConfigMap', '', 'configmaps'],
  ['Service', '', 'services'],
  ['Event', '', 'events'],
  ['ServiceAccount', '', 'serviceaccounts'],
  ['Node', '', 'nodes'],
  ['Deployment', 'apps', 'deployments'],
  ['ReplicaSet', 'apps', 'replicasets'],
  ['StatefulSet', 'apps', 'statefulsets'],
  ['DaemonSet', 'apps', 'daemonsets'],
  ['Job', 'batch', 'jobs'],
  ['CronJob', 'batch', 'cronjobs'],
  ['EndpointSlice', 'discovery.k8s.io', 'endpointslices'],
  ['PodDisruptionBudget', 'policy', 'poddisruptionbudgets'],
];

/** Every kind that a lab may name, with its place in the API. */
export const watchableKinds: readonly WatchableKind[] = table.map(([kind, group, resource]) => ({
  kind,
  group,
  version: 'v1',
  resource,
  namespaced: kind !== 'Node',
}));

/** @returns undefined when labs cannot watch that kind */
export function findKind(kind: string): WatchableKind | undefined {
  return watchableKinds.find((known) => known.kind === kind);
}
