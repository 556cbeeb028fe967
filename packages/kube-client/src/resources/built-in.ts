import type { KubeObject, Stored } from '@podlab/apimachinery';
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type { Lease } from 'kubernetes-types/coordination/v1';
import type {
  ConfigMap,
  Endpoints,
  Event,
  LimitRange,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
} from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';

/** Resource (plural) → type, for the kinds that Kubernetes brings along and that labs concern. */
export interface BuiltInTypes {
  configmaps: ConfigMap;
  controllerrevisions: ControllerRevision;
  cronjobs: CronJob;
  daemonsets: DaemonSet;
  deployments: Deployment;
  endpoints: Endpoints;
  endpointslices: EndpointSlice;
  events: Event;
  jobs: Job;
  leases: Lease;
  limitranges: LimitRange;
  namespaces: Namespace;
  nodes: Node;
  persistentvolumeclaims: PersistentVolumeClaim;
  persistentvolumes: PersistentVolume;
  poddisruptionbudgets: PodDisruptionBudget;
  pods: Pod;
  replicasets: ReplicaSet;
  resourcequotas: ResourceQuota;
  secrets: Secret;
  serviceaccounts: ServiceAccount;
  services: Service;
  statefulsets: StatefulSet;
}

/** The plural name of a built-in resource. */
export type BuiltInName = keyof BuiltInTypes;

/** What the client must know of a resource to make requests for it. */
export interface ResourceDescriptor {
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  /** The plural in lower case, as in paths. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** A built-in by name, or any resource by description (from discovery). */
export type ResourceRef = BuiltInName | ResourceDescriptor;

/** The type of object that a resource holds, as the API gives it back. */
export type ObjectOf<R extends ResourceRef> = R extends BuiltInName ? Stored<BuiltInTypes[R]> : Stored;

/** The type of object that a client sends for a resource. */
export type InputOf<R extends ResourceRef> = R extends BuiltInName ? BuiltInTypes[R] : KubeObject;

const clusterScoped: ReadonlySet<BuiltInName> = new Set(['namespaces', 'nodes', 'persistentvolumes']);

const groupVersions: Readonly<Record<BuiltInName, readonly [groupVersion: string, kind: string]>> = {
  configmaps: ['v1', 'ConfigMap'],
  controllerrevisions: ['apps/v1', 'ControllerRevision'],
  cronjobs: ['batch/v1', 'CronJob'],
  daemonsets: ['apps/v1', 'DaemonSet'],
  deployments: ['apps/v1', 'Deployment'],
  endpoints: ['v1', 'Endpoints'],
  endpointslices: ['discovery.k8s.io/v1', 'EndpointSlice'],
  events: ['v1', 'Event'],
  jobs: ['batch/v1', 'Job'],
  leases: ['coordination.k8s.io/v1', 'Lease'],
  limitranges: ['v1', 'LimitRange'],
  namespaces: ['v1', 'Namespace'],
  nodes: ['v1', 'Node'],
  persistentvolumeclaims: ['v1', 'PersistentVolumeClaim'],
  persistentvolumes: ['v1', 'PersistentVolume'],
  poddisruptionbudgets: ['policy/v1', 'PodDisruptionBudget'],
  pods: ['v1', 'Pod'],
  replicasets: ['apps/v1', 'ReplicaSet'],
  resourcequotas: ['v1', 'ResourceQuota'],
  secrets: ['v1', 'Secret'],
  serviceaccounts: ['v1', 'ServiceAccount'],
  services: ['v1', 'Service'],
  statefulsets: ['apps/v1', 'StatefulSet'],
};

/** The descriptor of a built-in, or the descriptor itself. */
export function descriptorOf(ref: ResourceRef): ResourceDescriptor {
  if (typeof ref !== 'string') return ref;
  const [groupVersion, kind] = groupVersions[ref];
  const { group, version } = parseGroupVersion(groupVersion);
  return { group, version, resource: ref, kind, namespaced: !clusterScoped.has(ref) };
}

/** `apps/v1` → group and version; `v1` → the core group. */
export function parseGroupVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** The inverse of `parseGroupVersion`. */
export function formatGroupVersion({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}
