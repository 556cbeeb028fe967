import type { KubeObject, Stored } from '@podlab/apimachinery';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import type { ResourceName } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { unlessGone } from '../objects/status-errors.ts';
import { namespacedResources } from '../namespace/namespaced-resources.ts';
import { foregroundFinalizer, type GraphNode, orphanFinalizer, OwnerGraph } from './owner-graph.ts';
import { type OwnerState, planCollection } from './plan-collection.ts';

const fieldManager = 'kube-controller-manager';

/** What is watched: everything that can own or be owned. Events are neither. */
const resources: readonly ResourceName[] = [
  'pods',
  'nodes',
  'namespaces',
  ...namespacedResources.filter((resource) => resource !== 'events'),
];

/** The kinds that owner references may name. An owner of any other kind is taken to be there. */
const resourceOfKind: Readonly<Record<string, ResourceName>> = {
  ConfigMap: 'configmaps',
  ControllerRevision: 'controllerrevisions',
  CronJob: 'cronjobs',
  DaemonSet: 'daemonsets',
  Deployment: 'deployments',
  Endpoints: 'endpoints',
  EndpointSlice: 'endpointslices',
  Job: 'jobs',
  Lease: 'leases',
  Namespace: 'namespaces',
  Node: 'nodes',
  Pod: 'pods',
  PodDisruptionBudget: 'poddisruptionbudgets',
  ReplicaSet: 'replicasets',
  ReplicationController: 'replicationcontrollers',
  Secret: 'secrets',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
  StatefulSet: 'statefulsets',
};

/** From the request to the first reference that is taken off, and from the last one to the end: the owner's controller sees both. */
const orphaningMs = { begin: 22, end: 60 };
/** Who names an owner that is not known, or is gone, is only deleted once the API has been asked for that owner. */
const askForOwnerMs = 25;

const clusterScoped: ReadonlySet<ResourceName> = new Set<ResourceName>(['namespaces', 'nodes']);

/**
 * Deletes what has lost its owners, and carries out foreground deletions and orphaning. Keys are UIDs.
 * @see pkg/controller/garbagecollector/garbagecollector.go
 */
export function garbageCollector({ api, eventRecorder }: ClusterContext): ControllerDefinition {
  const graph = new OwnerGraph();
  const events = eventRecorder('garbage-collector-controller');
  /** What is being orphaned and has not been let go. */
  const orphaning = new Set<string>();

  function sync(uid: string): SyncResult | undefined {
    const node = graph.find(uid);
    const object = node && api.get(node.resource, node.namespace, node.name);
    if (!node || object?.metadata.uid !== uid) return undefined;
    const { finalizers = [], deletionTimestamp } = object.metadata;
    if (deletionTimestamp !== undefined && finalizers.includes(orphanFinalizer)) return orphanDependents(node);
    if (deletionTimestamp !== undefined && finalizers.includes(foregroundFinalizer)) return awaitDependents(node);
    if (deletionTimestamp === undefined) collect(node, object);
    return undefined;
  }

  function collect(node: GraphNode, object: Pick<Stored, 'apiVersion' | 'kind' | 'metadata'>): void {
    const plan = planCollection(object, {
      ownerState: (owner) => ownerState(node, object, owner),
      hasDependents: graph.dependentsOf(node.uid).length > 0,
    });
    if (plan.action === 'dropReferences') dropReferences(node, plan.uids);
    if (plan.action !== 'delete') return;
    unlessGone(() =>
      api.delete(node.resource, node.namespace, node.name, {
        propagationPolicy: plan.propagationPolicy,
        preconditions: { uid: node.uid },
        fieldManager,
      }),
    );
  }

  function ownerState(
    node: GraphNode,
    object: Pick<Stored, 'apiVersion' | 'kind' | 'metadata'>,
    { apiVersion, kind, name, uid }: OwnerReference,
  ): OwnerState {
    const resource = resourceOfKind[kind];
    if (!resource) return 'there';
    const namespace = clusterScoped.has(resource) ? undefined : node.namespace;
    const owner = api.get(resource, namespace, name);
    if (owner?.metadata.uid !== uid) {
      const elsewhere = graph.find(uid);
      if (elsewhere && elsewhere.namespace !== namespace) {
        const message = `ownerRef [${apiVersion}/${kind}, namespace: ${namespace ?? ''}, name: ${name}, uid: ${uid}] does not exist in namespace "${namespace ?? ''}"`;
        events.event(object, { type: 'Warning', reason: 'OwnerRefInvalidNamespace', message });
      }
      return 'gone';
    }
    const isAwaiting =
      owner.metadata.deletionTimestamp !== undefined && owner.metadata.finalizers?.includes(foregroundFinalizer);
    return isAwaiting ? 'waitsForDependents' : 'there';
  }

  /** First the dependents; the object itself goes when all of them are known to have let go. */
  function orphanDependents(node: GraphNode): SyncResult | undefined {
    const dependents = graph.dependentsOf(node.uid);
    if (dependents.length > 0 && !orphaning.has(node.uid)) {
      orphaning.add(node.uid);
      return { requeueAfterMs: orphaningMs.begin };
    }
    for (const dependent of dependents) dropReferences(dependent, [node.uid]);
    if (dependents.length > 0) return { requeueAfterMs: orphaningMs.end };
    orphaning.delete(node.uid);
    dropFinalizer(node, orphanFinalizer);
    return undefined;
  }

  /** An object in foreground deletion goes once no dependent that blocks it is left. Those are looked at by themselves. */
  function awaitDependents(node: GraphNode): undefined {
    const isBlocked = graph
      .dependentsOf(node.uid)
      .some(({ owners }) => owners.some(({ uid, blockOwnerDeletion }) => uid === node.uid && blockOwnerDeletion));
    if (!isBlocked) dropFinalizer(node, foregroundFinalizer);
  }

  function dropReferences({ resource, namespace, name, uid }: GraphNode, uids: readonly string[]): void {
    const object = api.get(resource, namespace, name);
    if (object?.metadata.uid !== uid) return;
    const left = (object.metadata.ownerReferences ?? []).filter((owner) => !uids.includes(owner.uid));
    patch({ resource, namespace, name, uid }, { ownerReferences: left.length > 0 ? left : null });
  }

  function dropFinalizer({ resource, namespace, name, uid }: GraphNode, finalizer: string): void {
    const object = api.get(resource, namespace, name);
    if (object?.metadata.uid !== uid) return;
    const left = (object.metadata.finalizers ?? []).filter((other) => other !== finalizer);
    patch({ resource, namespace, name, uid }, { finalizers: left.length > 0 ? left : null });
  }

  function patch(
    { resource, namespace, name, uid }: Pick<GraphNode, 'resource' | 'namespace' | 'name' | 'uid'>,
    metadata: Readonly<Record<string, unknown>>,
  ): void {
    const body = { metadata: { uid, ...metadata } } as unknown as KubeObject;
    unlessGone(() => api.mergePatch(resource, namespace, name, body, { fieldManager }));
  }

  return {
    name: 'garbage-collector-controller',
    watches: resources.map((resource) =>
      watching(
        resource,
        (change) => graph.observe(resource, change),
        ({ type }) => (type === 'MODIFIED' ? 0 : askForOwnerMs),
      ),
    ),
    sync,
  };
}
