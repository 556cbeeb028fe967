import { controllerOf, keyOf, splitKey, type StatusError } from '@podlab/apimachinery';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { claimObjects } from '../objects/claim-objects.ts';
import { OrphanIndex, ownerKeys } from '../objects/orphan-index.ts';
import { createPodBatch, deleteOwnedPods } from '../objects/owned-pods.ts';
import { podFromTemplate } from '../objects/pod-from-template.ts';
import { isPodActive } from '../objects/pod.ts';
import { selects } from '../objects/selector.ts';
import { inBatches } from '../objects/slow-start.ts';
import { choosePodsToDelete } from './deletion-order.ts';
import { planReplicas } from './plan-replicas.ts';
import { type ReplicaKind, replicaSetKind, replicationControllerKind } from './replica-kinds.ts';
import { podStanding } from './pod-standing.ts';
import { isReplica, isStray, type PodCounts, PodTally } from './pod-tally.ts';
import { nextAvailabilityMs, type ReplicaSetObservation, replicaSetStatus } from './replicaset-status.ts';

type ReplicaSet = StoredOf<'replicasets'>;
type Pod = StoredOf<'pods'>;
type NewPod = ReturnType<typeof podFromTemplate>;

/** One batch of Pods made or deleted: on a real cluster a ReplicaSet has its first Pod after 9 to 39 ms. */
const callMs = 25;

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
  const tallies = new Map<string, KnownPods>();
  /** By key: what was decided and is not done yet. */
  const begun = new Map<string, Work>();

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const replicaSet = kind.get(api, namespace, name);
    if (!replicaSet) {
      tallies.delete(key);
      begun.delete(key);
      return undefined;
    }
    const isGoing = replicaSet.metadata.deletionTimestamp !== undefined;
    const nowMs = timers.nowMs();
    const before = isGoing ? undefined : begun.get(key);
    // News do not hurry it.
    if (before && nowMs < before.nextAtMs) return { continueAfterMs: before.nextAtMs - nowMs };
    const work = before ?? decide(replicaSet, isGoing);
    begun.delete(key);
    const failure = before && work.steps.shift()?.();
    if (!failure && work.steps.length > 0) {
      begun.set(key, { ...work, nextAtMs: nowMs + callMs });
      return { continueAfterMs: callMs };
    }
    return report(replicaSet, work.counts, failure);
  }

  /** Says what was seen before anything was done, as the real one does: what came of it is seen next time. */
  function report(replicaSet: ReplicaSet, counts: PodCounts, failure: StatusError | undefined): SyncResult | undefined {
    const nowMs = timers.nowMs();
    const observation: ReplicaSetObservation = { replicaSet, counts, nowMs, ...(failure ? { failure } : {}) };
    kind.updateStatus(api, replicaSet, replicaSetStatus(observation));
    if (failure) throw failure;
    const requeueAfterMs = nextAvailabilityMs(observation);
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  }

  /** Adopts and releases, then says what belongs to the ReplicaSet. */
  function ownPods(replicaSet: ReplicaSet): PodCounts {
    const own = lookAtPods(replicaSet);
    const { namespace, uid } = replicaSet.metadata;
    const strays =
      own.strays === 0 ? [] : api.listOwnedBy('pods', uid).filter((pod) => isStray(podStanding(pod, replicaSet)));
    const candidates = [...strays, ...orphans.listIn(api, 'pods', namespace).filter(isPodActive)];
    if (candidates.length === 0) return own;
    const selector = replicaSet.spec?.selector as LabelSelector;
    claimObjects(api, 'pods', { owner: replicaSet, selector, candidates });
    return lookAtPods(replicaSet);
  }

  /** Counts what has changed since the last look; everything when that is more than there are Pods. */
  function lookAtPods(replicaSet: ReplicaSet): PodCounts {
    const key = keyOf(replicaSet);
    const { uid } = replicaSet.metadata;
    const known = tallies.get(key);
    const isSame = known?.uid === uid && known.spec === replicaSet.spec;
    const { revision, changes } = api.changesSince('pods', isSame ? known.revision : undefined, known?.tally.size);
    const tally = isSame && changes ? known.tally : new PodTally();
    tallies.set(key, { uid, spec: replicaSet.spec, revision, tally });
    const present = isSame && changes ? [] : api.listOwnedBy('pods', uid);
    for (const pod of present) tally.put(pod.metadata.uid, podStanding(pod, replicaSet));
    for (const { type, object } of (isSame && changes) || []) {
      if (type !== 'DELETED' && controllerOf(object)?.uid === uid) {
        tally.put(object.metadata.uid, podStanding(object, replicaSet));
      } else tally.remove(object.metadata.uid);
    }
    return tally.counts(timers.nowMs());
  }

  /** What is to be done about the number of Pods, in batches of 1, 2, 4, …: each batch takes a while. */
  function decide(replicaSet: ReplicaSet, isGoing: boolean): Work {
    const counts = ownPods(replicaSet);
    const plan = planReplicas(counts.replicas, replicaSet.spec?.replicas ?? 1);
    if (plan.action === 'none' || isGoing) return { counts, steps: [], nextAtMs: 0 };
    if (plan.action === 'create') {
      const pod = podFromTemplate(replicaSet);
      const created = Array.from({ length: plan.count }, () => pod);
      const create = (batch: readonly NewPod[]) => createPodBatch(api, events, replicaSet, batch).error;
      return { counts, steps: inBatches(created).map((batch) => () => create(batch)), nextAtMs: 0 };
    }
    const pods = api.listOwnedBy('pods', replicaSet.metadata.uid);
    const active = pods.filter((pod) => isReplica(podStanding(pod, replicaSet)));
    const related = relatedPods(api, replicaSet, active);
    const chosen = choosePodsToDelete(active, related, { count: plan.count, nowMs: timers.nowMs() });
    const remove = (batch: readonly Pod[]) => deleteOwnedPods(api, events, replicaSet, batch).error;
    return { counts, steps: inBatches(chosen).map((batch) => () => remove(batch)), nextAtMs: 0 };
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

/** What a ReplicaSet's controller has decided to do. */
interface Work {
  /** Of the Pods as they were then. */
  readonly counts: PodCounts;
  /** What is left; each says what went wrong, if anything. */
  readonly steps: (() => StatusError | undefined)[];
  /** When the next of them is due. */
  readonly nextAtMs: number;
}

/** What was counted at a revision; what Pods count for depends on the ReplicaSet's spec. */
interface KnownPods {
  readonly uid: string;
  readonly spec: ReplicaSet['spec'];
  readonly revision: number;
  readonly tally: PodTally;
}

/** The Pods of all ReplicaSets that have the same controller as this one. */
function relatedPods(api: LocalApi, replicaSet: ReplicaSet, own: readonly Pod[]): readonly Pod[] {
  const owner = controllerOf(replicaSet);
  if (!owner) return own;
  return api.listOwnedBy('replicasets', owner.uid).flatMap(({ metadata }) => api.listOwnedBy('pods', metadata.uid));
}
