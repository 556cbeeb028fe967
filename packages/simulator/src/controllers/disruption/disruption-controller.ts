import { controllerOf, keyOf, splitKey } from '@podlab/apimachinery';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { selects } from '../objects/selector.ts';
import { budgetStatus, nextDisruptionCheckMs } from './budget-status.ts';

const fieldManager = 'kube-controller-manager';
/** On a real cluster it has looked before the first Pod of a Deployment that was applied with the budget is there. */
const slowness = 0.3;
/** What its own write of a status takes there. */
const writeMs = 60;

/** Keeps the status of PodDisruptionBudgets, which evictions go by. @see pkg/controller/disruption/disruption.go */
export function disruptionController({ api, timers, eventRecorder }: ClusterContext): ControllerDefinition {
  const events = eventRecorder('controllermanager');

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const budget = api.get('poddisruptionbudgets', namespace, name);
    if (!budget) return undefined;
    const pods = api.list('pods', namespace).filter(({ metadata }) => selects(budget.spec?.selector, metadata.labels));
    if (pods.length === 0) {
      events.event(budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' });
    }
    const nowMs = timers.nowMs();
    const status = budgetStatus({ budget, pods, desiredByControllers: desiredByControllers(api, pods), nowMs });
    api.updateStatus('poddisruptionbudgets', { ...budget, status }, { fieldManager });
    const requeueAfterMs = nextDisruptionCheckMs(status, nowMs);
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  }

  return {
    name: 'disruption-controller',
    slowness,
    watches: [
      watching(
        'poddisruptionbudgets',
        (change) => [keyOf(change.object)],
        // Its own write takes a while, on which it looks once more.
        (change) => (change.type === 'MODIFIED' && change.old.spec === change.object.spec ? writeMs : 0),
      ),
      watching('pods', (change) => {
        const { namespace, labels } = change.object.metadata;
        const keys = new Set<string>();
        for (const budget of api.list('poddisruptionbudgets', namespace)) {
          const selector = budget.spec?.selector;
          const isConcerned =
            selects(selector, labels) || (change.type === 'MODIFIED' && selects(selector, change.old.metadata.labels));
          if (isConcerned) keys.add(keyOf(budget));
        }
        return keys;
      }),
    ],
    sync,
  };
}

/** Owners that speak for themselves. */
const sizedOwners: Readonly<Record<string, 'replicationcontrollers' | 'statefulsets'>> = {
  ReplicationController: 'replicationcontrollers',
  StatefulSet: 'statefulsets',
};

/** What the controllers of these Pods ask for in all: a ReplicaSet's Deployment speaks for it. */
function desiredByControllers(api: LocalApi, pods: readonly StoredOf<'pods'>[]): number {
  const sizes = new Map<string, number>();
  for (const pod of pods) {
    const { namespace } = pod.metadata;
    const owner = controllerOf(pod);
    const resource = owner && sizedOwners[owner.kind];
    const sized = resource && api.get(resource, namespace, owner.name);
    if (sized && sized.metadata.uid === owner.uid) {
      sizes.set(sized.metadata.uid, sized.spec?.replicas ?? 1);
      continue;
    }
    const replicaSet = owner?.kind === 'ReplicaSet' ? api.get('replicasets', namespace, owner.name) : undefined;
    if (replicaSet?.metadata.uid !== owner?.uid || !replicaSet) continue;
    const above = controllerOf(replicaSet);
    const deployment = above?.kind === 'Deployment' ? api.get('deployments', namespace, above.name) : undefined;
    const scaled = deployment ?? replicaSet;
    sizes.set(scaled.metadata.uid, scaled.spec?.replicas ?? 1);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
