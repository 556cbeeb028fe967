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
import { Remembered } from '../objects/remembered.ts';
import { selects } from '../objects/selector.ts';
import { inBatches } from '../objects/slow-start.ts';
import { choosePodsToDelete } from './deletion-order.ts';
import { planReplicas } from './plan-replicas.ts';
import { type PodStanding, podStanding } from './pod-standing.ts';
import { nextAvailabilityMs, type ReplicaSetObservation, replicaSetStatus } from './replicaset-status.ts';

type ReplicaSet = StoredOf<'replicasets'>;
type Pod = StoredOf<'pods'>;
type NewPod = ReturnType<typeof podFromTemplate>;

const fieldManager = 'kube-controller-manager';
/** One batch of Pods made or deleted: on a real cluster a ReplicaSet has its first Pod after 9 to 39 ms. */
const callMs = 25;

/** Keeps as many Pods as each ReplicaSet asks for. @see pkg/controller/replicaset/replica_set.go */
export function replicaSetController(context: ClusterContext): ControllerDefinition {
  const { api, timers } = context;
  const events = context.eventRecorder('replicaset-controller');
  const orphans = new OrphanIndex();
  /** By key; what Pods count for depends on the ReplicaSet's spec. */
  const remembered = new Map<string, { spec: ReplicaSet['spec']; standings: Remembered<Pod, PodStanding> }>();
  /** By key: what was decided and is not done yet. */
  const begun = new Map<string, Work>();

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const replicaSet = api.get('replicasets', namespace, name);
    if (!replicaSet) {
      remembered.delete(key);
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
    return report(replicaSet, work.standings, failure);
  }

  /** Says what was seen before anything was done, as the real one does: what came of it is seen next time. */
  function report(
    replicaSet: ReplicaSet,
    standings: readonly PodStanding[],
    failure: StatusError | undefined,
  ): SyncResult | undefined {
    const observation: ReplicaSetObservation = {
      replicaSet,
      active: standings.filter(isMember),
      terminating: standings.filter(({ isTerminating, isSelected }) => isTerminating && isSelected).length,
      nowMs: timers.nowMs(),
      ...(failure ? { failure } : {}),
    };
    api.updateStatus('replicasets', { ...replicaSet, status: replicaSetStatus(observation) }, { fieldManager });
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

  /** What is to be done about the number of Pods, in batches of 1, 2, 4, …: each batch takes a while. */
  function decide(replicaSet: ReplicaSet, isGoing: boolean): Work {
    const { pods, standings } = ownPods(replicaSet);
    const plan = planReplicas(standings.filter(isMember).length, replicaSet.spec?.replicas ?? 1);
    if (plan.action === 'none' || isGoing) return { standings, steps: [], nextAtMs: 0 };
    if (plan.action === 'create') {
      const created = Array.from({ length: plan.count }, () => podFromTemplate(replicaSet));
      const create = (batch: readonly NewPod[]) => createPodBatch(api, events, replicaSet, batch).error;
      return { standings, steps: inBatches(created).map((batch) => () => create(batch)), nextAtMs: 0 };
    }
    const active = pods.filter((_, i) => isMember(standings[i]));
    const related = relatedPods(api, replicaSet, active);
    const chosen = choosePodsToDelete(active, related, { count: plan.count, nowMs: timers.nowMs() });
    const remove = (batch: readonly Pod[]) => deleteOwnedPods(api, events, replicaSet, batch).error;
    return { standings, steps: inBatches(chosen).map((batch) => () => remove(batch)), nextAtMs: 0 };
  }

  return {
    name: 'replicaset-controller',
    watches: [
      watching('replicasets', (change) => [keyOf(change.object)]),
      watching('pods', (change) => {
        const keys = ownerKeys(change, 'ReplicaSet');
        if (orphans.observe(change)) {
          for (const replicaSet of api.list('replicasets', change.object.metadata.namespace)) {
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
  readonly standings: readonly PodStanding[];
  /** What is left; each says what went wrong, if anything. */
  readonly steps: (() => StatusError | undefined)[];
  /** When the next of them is due. */
  readonly nextAtMs: number;
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
