/** How the parts of the embedded cluster read and write: the API server's own rules, without HTTP and without waiting. */
import type { KubeObject, Stored } from '@podlab/apimachinery';
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
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
  PodTemplate,
  ReplicationController,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
} from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Ingress, IngressClass, NetworkPolicy } from 'kubernetes-types/networking/v1';
import type { RuntimeClass } from 'kubernetes-types/node/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from 'kubernetes-types/rbac/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';

/** Resource (plural) → type. Adding a kind starts here and in the registry. */
export interface ResourceTypes {
  clusterrolebindings: ClusterRoleBinding;
  clusterroles: ClusterRole;
  configmaps: ConfigMap;
  controllerrevisions: ControllerRevision;
  cronjobs: CronJob;
  daemonsets: DaemonSet;
  deployments: Deployment;
  endpoints: Endpoints;
  endpointslices: EndpointSlice;
  events: Event;
  jobs: Job;
  horizontalpodautoscalers: HorizontalPodAutoscaler;
  ingressclasses: IngressClass;
  ingresses: Ingress;
  leases: Lease;
  limitranges: LimitRange;
  namespaces: Namespace;
  networkpolicies: NetworkPolicy;
  nodes: Node;
  persistentvolumeclaims: PersistentVolumeClaim;
  persistentvolumes: PersistentVolume;
  poddisruptionbudgets: PodDisruptionBudget;
  pods: Pod;
  podtemplates: PodTemplate;
  priorityclasses: PriorityClass;
  replicasets: ReplicaSet;
  replicationcontrollers: ReplicationController;
  resourcequotas: ResourceQuota;
  rolebindings: RoleBinding;
  roles: Role;
  runtimeclasses: RuntimeClass;
  secrets: Secret;
  serviceaccounts: ServiceAccount;
  services: Service;
  statefulsets: StatefulSet;
  storageclasses: StorageClass;
}

export type ResourceName = keyof ResourceTypes;
export type StoredOf<R extends ResourceName> = Stored<ResourceTypes[R]>;

export type ObjectChange<T = Stored> =
  | { readonly type: 'ADDED'; readonly object: T }
  | { readonly type: 'MODIFIED'; readonly object: T; readonly old: T }
  | { readonly type: 'DELETED'; readonly object: T; readonly old: T };

export interface WriteOptions {
  /** Whose change it is, in `managedFields`; such as `kube-controller-manager`. */
  readonly fieldManager?: string;
}

export interface LocalCreateOptions extends WriteOptions {
  /** Nobody changes what the object's fields hold any more: it is stored as it is, without a copy. */
  readonly isGivenAway?: boolean;
}

export interface LocalDeleteOptions extends WriteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/**
 * Every object handed out is the stored one: shared and frozen. Writes go through admission, defaulting and validation
 * exactly as over HTTP, and throw `StatusError`. A write that changes nothing keeps the resourceVersion and is not seen
 * by watchers.
 */
export interface LocalApi {
  get<R extends ResourceName>(resource: R, namespace: string | undefined, name: string): StoredOf<R> | undefined;
  /** In order of namespace and name. `namespace` undefined: all. */
  list<R extends ResourceName>(resource: R, namespace?: string): readonly StoredOf<R>[];
  /** Objects whose controller ownerReference has this UID (an index, not a scan). */
  listOwnedBy<R extends ResourceName>(resource: R, ownerUid: string): readonly StoredOf<R>[];
  /**
   * What happened to a resource since a revision, in order, and the revision up to which this tells.
   * @param since what the last call returned; undefined: from now on
   * @param atMost of so many changes at least, all are told; of more perhaps none. Default: 16
   * @returns changes undefined: whoever asks has to look at everything again
   */
  changesSince<R extends ResourceName>(
    resource: R,
    since: number | undefined,
    atMost?: number,
  ): { readonly revision: number; readonly changes: readonly ObjectChange<StoredOf<R>>[] | undefined };
  /** Pods by `spec.nodeName` (an index). */
  listPodsOnNode(nodeName: string): readonly StoredOf<'pods'>[];
  create<R extends ResourceName>(resource: R, object: ResourceTypes[R], options?: LocalCreateOptions): StoredOf<R>;
  /** Replaces spec and metadata; `status` is ignored where the resource has a status subresource. */
  update<R extends ResourceName>(resource: R, object: StoredOf<R>, options?: WriteOptions): StoredOf<R>;
  updateStatus<R extends ResourceName>(resource: R, object: StoredOf<R>, options?: WriteOptions): StoredOf<R>;
  /** Applies a merge patch (RFC 7386) to the whole object, status included only through `updateStatus`. */
  mergePatch<R extends ResourceName>(
    resource: R,
    namespace: string | undefined,
    name: string,
    patch: KubeObject,
    options?: WriteOptions,
  ): StoredOf<R>;
  delete(resource: ResourceName, namespace: string | undefined, name: string, options?: LocalDeleteOptions): void;
  /** POST pods/binding. */
  bindPod(namespace: string, name: string, nodeName: string): void;
  /** PUT namespaces/finalize without finalizers: what was in the namespace is gone. */
  finalizeNamespace(name: string): void;
  /**
   * Calls `handler` for every change from now on, in order, each from its own `Timers` call after `delayMs` (default 1:
   * the way of a watch event). Existing objects come first, as ADDED.
   */
  watch<R extends ResourceName>(
    resource: R,
    handler: (change: ObjectChange<StoredOf<R>>) => void,
    delayMs?: number,
  ): { stop(): void };
}
