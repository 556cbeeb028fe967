import { controllerOf, keyOf, splitKey, type StatusError } from '@podlab/apimachinery';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { claimObjects } from '../objects/claim-objects.ts';
import { OrphanIndex, ownerKeys } from '../objects/orphan-index.ts';
import { createOwnedPods, deleteOwnedPods } from '../objects/owned-pods.ts';
import { podFromTemplate } from '../objects/pod-from-template.ts';
import { isPodActive } from '../objects/pod.ts';
import { Remembered } from '../objects/remembered.ts';
import { selects } from '../objects/selector.ts';
import { choosePodsToDelete } from './deletion-order.ts';
import { planReplicas } from './plan-replicas.ts';
import { type ReplicaKind, replicaSetKind, replicationControllerKind } from './replica-kinds.ts';
import { type PodStanding, podStanding } from './pod-standing.ts';
import { nextAvailabilityMs, type ReplicaSetObservation, replicaSetStatus } from './replicaset-status.ts';

type ReplicaSet = StoredOf<'replicasets'>;
type Pod = StoredOf<'pods'>;

/** Keeps as many Pods as each ReplicaSet asks for. @see pkg/controller/replicaset/replica_set.go */
export function replicaSetController(context: ClusterContext): ControllerDefinition {
  return replicasController(context, replicaSetKind);
}

/** The same for ReplicationControllers. */
export function replicationController(context: ClusterContext): ControllerDefinition {
  return replicasController(context, replicationControllerKind);
}

function replicasController(context: ClusterContext, kind: ReplicaKind): ControllerDefinition {
  const { api, timers } = context;
  const events = context.eventRecorder(kind.controller);
  const orphans = new OrphanIndex();
  /** By key; what Pods count for depends on the ReplicaSet's spec. */
  const remembered = new Map<string, { spec: ReplicaSet['spec']; standings: Remembered<Pod, PodStanding> }>();

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const replicaSet = kind.get(api, namespace, name);
    if (!replicaSet) {
      remembered.delete(key);
      return undefined;
    }
    const pods = ownPods(replicaSet);
    const failure = replicaSet.metadata.deletionTimestamp ? undefined : manageReplicas(replicaSet, pods);
    const observation: ReplicaSetObservation = {
      replicaSet,
      active: pods.standings.filter(isMember),
      terminating: pods.standings.filter(({ isTerminating, isSelected }) => isTerminating && isSelected).length,
      nowMs: timers.nowMs(),
      ...(failure ? { failure } : {}),
    };
    kind.updateStatus(api, replicaSet, replicaSetStatus(observation));
    if (failure) throw failure;
    const requeueAfterMs = nextAvailabilityMs(observation);
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  }

  /** Adopts and releases, then says what belongs to the ReplicaSet. */
  function ownPods(replicaSet: ReplicaSet): OwnPods {
    const own = lookAtPods(replicaSet);
    const selector = replicaSet.spec?.selector as LabelSelector;
    const candidates = [
      ...own.pods.filter((_, i) => isStray(own.standings[i])),
      ...orphans.listIn(api, 'pods', replicaSet.metadata.namespace).filter(isPodActive),
    ];
    if (candidates.length === 0) return own;
    claimObjects(api, 'pods', { owner: replicaSet, selector, candidates });
    return lookAtPods(replicaSet);
  }

  function lookAtPods(replicaSet: ReplicaSet): OwnPods {
    const pods = api.listOwnedBy('pods', replicaSet.metadata.uid);
    const key = keyOf(replicaSet);
    let known = remembered.get(key);
    if (!known || known.spec !== replicaSet.spec) known = { spec: replicaSet.spec, standings: new Remembered() };
    remembered.set(key, known);
    return { pods, standings: known.standings.of(pods, (pod) => podStanding(pod, replicaSet)) };
  }

  /** @returns what went wrong, if anything */
  function manageReplicas(replicaSet: ReplicaSet, { pods, standings }: OwnPods): StatusError | undefined {
    const plan = planReplicas(standings.filter(isMember).length, replicaSet.spec?.replicas ?? 1);
    if (plan.action === 'create') {
      const pod = podFromTemplate(replicaSet);
      return createOwnedPods(
        api,
        events,
        replicaSet,
        Array.from({ length: plan.count }, () => pod),
      ).error;
    }
    if (plan.action === 'none') return undefined;
    const active = pods.filter((_, i) => isMember(standings[i]));
    const related = relatedPods(api, replicaSet, active);
    const chosen = choosePodsToDelete(active, related, { count: plan.count, nowMs: timers.nowMs() });
    return deleteOwnedPods(api, events, replicaSet, chosen).error;
  }

  return {
    name: kind.controller,
    watches: [
      watching(kind.resource, (change) => [keyOf(change.object)]),
      watching('pods', (change) => {
        const keys = ownerKeys(change, kind.kind);
        if (orphans.observe(change)) {
          for (const replicaSet of kind.list(api, change.object.metadata.namespace)) {
            const selector = replicaSet.spec?.selector as LabelSelector;
            if (selects(selector, change.object.metadata.labels)) keys.add(keyOf(replicaSet));
          }
        }
        return keys;
      }),
    ],
    sync,
  };
}

/** The Pods that a ReplicaSet controls, and what each counts for. */
interface OwnPods {
  readonly pods: readonly Pod[];
  readonly standings: readonly PodStanding[];
}

/** Whether the Pod is one of the replicas. */
function isMember(standing: PodStanding | undefined): boolean {
  return standing !== undefined && standing.isActive && standing.isSelected;
}

/** Whether the Pod would run on, but no longer for this ReplicaSet. */
function isStray(standing: PodStanding | undefined): boolean {
  return standing !== undefined && standing.isActive && !standing.isSelected;
}

/** The Pods of all ReplicaSets that have the same controller as this one. */
function relatedPods(api: LocalApi, replicaSet: ReplicaSet, own: readonly Pod[]): readonly Pod[] {
  const owner = controllerOf(replicaSet);
  if (!owner) return own;
  return api.listOwnedBy('replicasets', owner.uid).flatMap(({ metadata }) => api.listOwnedBy('pods', metadata.uid));
}
