import { keyOf, parseTime } from '@podlab/apimachinery';
import type { LocalApi, ResourceName, StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { isPodTerminal } from '../objects/pod.ts';
import { unlessGone } from '../objects/status-errors.ts';
import { namespacedResources } from './namespaced-resources.ts';
import { type RemainingContent, remainingContentConditions } from './remaining-content.ts';

const fieldManager = 'kube-controller-manager';
/** How long finalizers are expected to take. @see pkg/controller/namespace/deletion finalizerEstimateSeconds */
const finalizerEstimateSeconds = 15;
/** Both upstream and here, a rest is looked at again after half the estimate and a second. */
const extraWaitSeconds = 1;
/** From each change of a namespace that is being deleted to the look at it. @see pkg/controller/namespace/namespace_controller.go namespaceDeletionGracePeriod */
const deletionDelayMs = 5_000;

/** What is told as long as there are Pods: they go first, and nothing has been counted yet. */
const nothing: RemainingContent = { resources: new Map(), finalizers: new Map() };

/**
 * Empties a namespace that is being deleted, Pods first, and then lets it go.
 * @see pkg/controller/namespace/deletion/namespaced_resources_deleter.go
 */
export function namespaceController({ api, timers }: ClusterContext): ControllerDefinition {
  function sync(key: string): SyncResult | undefined {
    const namespace = api.get('namespaces', undefined, key);
    if (!namespace?.metadata.deletionTimestamp) return undefined;
    const remaining = deleteContent(api, key);
    if (remaining.resources.size === 0) {
      api.finalizeNamespace(key);
      return undefined;
    }
    const told = remaining.resources.has('pods') ? nothing : remaining;
    const conditions = remainingContentConditions(namespace.status?.conditions, told, timers.nowMs());
    api.updateStatus('namespaces', { ...namespace, status: { ...namespace.status, conditions } }, { fieldManager });
    const estimate = estimateSeconds(api.list('pods', key), namespace, timers.nowMs());
    return { requeueAfterMs: (Math.floor(estimate / 2) + extraWaitSeconds) * 1000 };
  }

  return {
    name: 'namespace-controller',
    watches: [
      watching(
        'namespaces',
        ({ type, object }) =>
          type === 'DELETED' || object.metadata.deletionTimestamp === undefined ? [] : [keyOf(object)],
        () => deletionDelayMs,
      ),
    ],
    sync,
  };
}

/** Asks for everything to be deleted that may go now. @returns what is still there */
function deleteContent(api: LocalApi, namespace: string): RemainingContent {
  const resources = new Map<string, number>();
  const finalizers = new Map<string, number>();
  const deleteAll = (resource: ResourceName) => {
    for (const { metadata } of api.list(resource, namespace)) {
      unlessGone(() =>
        api.delete(resource, namespace, metadata.name, { propagationPolicy: 'Background', fieldManager }),
      );
    }
    const left = api.list(resource, namespace);
    if (left.length > 0) resources.set(resource, left.length);
    for (const finalizer of left.flatMap(({ metadata }) => metadata.finalizers ?? [])) {
      finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
    }
  };
  deleteAll('pods');
  if (resources.size === 0) for (const resource of namespacedResources) deleteAll(resource);
  return { resources, finalizers };
}

/** How long the Pods have left: the longest grace period, counted from the namespace's deletion. */
function estimateSeconds(pods: readonly StoredOf<'pods'>[], namespace: StoredOf<'namespaces'>, nowMs: number): number {
  const running = pods.filter((pod) => !isPodTerminal(pod));
  if (running.length === 0) return finalizerEstimateSeconds;
  const graces = running.map(
    ({ metadata, spec }) => metadata.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? 30,
  );
  const sinceMs = nowMs - (parseTime(namespace.metadata.deletionTimestamp) ?? nowMs);
  return Math.max(0, Math.max(...graces) - Math.floor(sinceMs / 1000));
}
