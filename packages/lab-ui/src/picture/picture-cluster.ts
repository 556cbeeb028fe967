import { controllerOf, isConditionTrue, type Stored } from '@podlab/apimachinery';
import type { Node, Pod, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { ClusterPicture, NodePicture, OwnerPicture, ServicePicture } from './cluster-picture.ts';
import { picturePod } from './picture-pod.ts';

/**
 * The picture of a cluster, from its objects in any order. Kinds that it does not draw are left out, so that a caller may
 * pass everything it watches. Drawn are Nodes, Pods, what owns Pods, Services and their EndpointSlices.
 * @param objects as an API server gives them, each with its `kind`; not changed
 * @param nowMs the cluster's time, milliseconds since the Unix epoch; it is only noted in the picture
 */
export function pictureCluster(objects: readonly Stored[], nowMs: number): ClusterPicture {
  const of = <T>(kind: string) =>
    objects.filter((object) => object.kind === kind).toSorted(byPlace) as unknown as Stored<T>[];
  const pods = of<Pod>('Pod').toSorted(byBirth);
  const nodes = of<Node>('Node');
  const names = new Set(nodes.map((node) => node.metadata.name));
  const slices = of<EndpointSlice>('EndpointSlice');
  return {
    atMs: nowMs,
    nodes: nodes.map((node) => pictureNode(node, pods)),
    waiting: pods.filter((pod) => !names.has(pod.spec?.nodeName ?? '')).map(picturePod),
    owners: objects
      .filter(({ kind }) => ownerKinds.has(kind))
      .toSorted(byPlace)
      .map(pictureOwner),
    services: of<Service>('Service').map((service) => pictureService(service, slices)),
  };
}

const ownerKinds = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
]);

/** By namespace and name, so that nothing changes its place without a reason. */
function byPlace(a: Stored, b: Stored): number {
  return compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') || compare(a.metadata.name, b.metadata.name);
}

/** The order in which they came: a successor never stands before the Pod whose place it took. */
function byBirth(a: Stored<Pod>, b: Stored<Pod>): number {
  return compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function pictureNode(node: Stored<Node>, pods: readonly Stored<Pod>[]): NodePicture {
  return {
    name: node.metadata.name,
    ready: isConditionTrue(node.status?.conditions, 'Ready'),
    unschedulable: node.spec?.unschedulable === true,
    taints: (node.spec?.taints ?? []).map(
      ({ key, value, effect }) => `${key}${value === undefined || value === '' ? '' : `=${value}`}:${effect}`,
    ),
    pods: pods.filter((pod) => pod.spec?.nodeName === node.metadata.name).map(picturePod),
  };
}

function pictureOwner(object: Stored): OwnerPicture {
  const spec = object['spec'] as { replicas?: number; completions?: number } | undefined;
  const status = object['status'] as { desiredNumberScheduled?: number } | undefined;
  return {
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    uid: object.metadata.uid,
    owner: controllerOf(object)?.uid,
    wanted: object.kind === 'DaemonSet' ? status?.desiredNumberScheduled : (spec?.replicas ?? spec?.completions),
  };
}

function pictureService(service: Stored<Service>, slices: readonly Stored<EndpointSlice>[]): ServicePicture {
  const { name, namespace } = service.metadata;
  const endpoints = slices
    .filter(({ metadata }) => metadata.namespace === namespace)
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
    .flatMap((slice) => slice.endpoints ?? [])
    .flatMap(({ targetRef, conditions }) => {
      if (targetRef?.kind !== 'Pod' || targetRef.uid === undefined) return [];
      return [
        { pod: targetRef.uid, ready: conditions?.ready !== false, terminating: conditions?.terminating === true },
      ];
    });
  const unique = new Map(endpoints.map((endpoint) => [endpoint.pod, endpoint]));
  return {
    namespace: namespace ?? '',
    name,
    type: service.spec?.type ?? 'ClusterIP',
    clusterIP: service.spec?.clusterIP,
    endpoints: [...unique.values()].toSorted((a, b) => compare(a.pod, b.pod)),
  };
}
