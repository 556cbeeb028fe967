import { controllerOf, keyOf, splitKey, StatusError } from '@podlab/apimachinery';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import type { EventRecorder } from '../../events/event-recorder.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { claimObjects } from '../objects/claim-objects.ts';
import { OrphanIndex, ownerKeys } from '../objects/orphan-index.ts';
import { isPodActive } from '../objects/pod.ts';
import { Remembered } from '../objects/remembered.ts';
import { causedByTerminatingNamespace, isNotFound } from '../objects/status-errors.ts';
import { choosePodsToDelete } from './deletion-order.ts';
import { planReplicas } from './plan-replicas.ts';
import { podFromTemplate } from './pod-from-template.ts';
import { type PodStanding, podStanding } from './pod-standing.ts';
import { nextAvailabilityMs, type ReplicaSetObservation, replicaSetStatus } from './replicaset-status.ts';
import { slowStart } from './slow-start.ts';
import { selects } from '../objects/selector.ts';

type ReplicaSet = StoredOf<'replicasets'>;
type Pod = StoredOf<'pods'>;

const fieldManager = 'kube-controller-manager';

/** Keeps as many Pods as each ReplicaSet asks for. @see pkg/controller/replicaset/replica_set.go */
export function replicaSetController(context: ClusterContext): ControllerDefinition {
  const { api, timers } = context;
  const events = context.eventRecorder('replicaset-controller');
  const orphans = new OrphanIndex();
  /** By key; what Pods count for depends on the ReplicaSet's spec. */
  const remembered = new Map<string, { spec: ReplicaSet['spec']; standings: Remembered<Pod, PodStanding> }>();

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const replicaSet = api.get('replicasets', namespace, name);
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
      ...activeOrphans(api, orphans, replicaSet.metadata.namespace),
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
    if (plan.action === 'create') return createPods(api, events, replicaSet, plan.count);
    if (plan.action === 'none') return undefined;
    const active = pods.filter((_, i) => isMember(standings[i]));
    const related = relatedPods(api, replicaSet, active);
    const chosen = choosePodsToDelete(active, related, { count: plan.count, nowMs: timers.nowMs() });
    return deletePods(api, events, replicaSet, chosen);
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

function activeOrphans(api: LocalApi, orphans: OrphanIndex, namespace: string | undefined): Pod[] {
  const pods: Pod[] = [];
  for (const name of orphans.namesIn(namespace)) {
    const pod = api.get('pods', namespace, name);
    if (pod && !controllerOf(pod) && isPodActive(pod)) pods.push(pod);
  }
  return pods;
}

/** The Pods of all ReplicaSets that have the same controller as this one. */
function relatedPods(api: LocalApi, replicaSet: ReplicaSet, own: readonly Pod[]): readonly Pod[] {
  const owner = controllerOf(replicaSet);
  if (!owner) return own;
  return api.listOwnedBy('replicasets', owner.uid).flatMap(({ metadata }) => api.listOwnedBy('pods', metadata.uid));
}

function createPods(
  api: LocalApi,
  events: EventRecorder,
  replicaSet: ReplicaSet,
  count: number,
): StatusError | undefined {
  const pod = podFromTemplate(replicaSet);
  const { error } = slowStart(count, () => {
    try {
      const { metadata } = api.create('pods', pod, { fieldManager });
      events.event(replicaSet, {
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: `Created pod: ${metadata.name}`,
      });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      // Nobody needs Pods in a namespace that is going away.
      if (causedByTerminatingNamespace(error)) return;
      events.event(replicaSet, {
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating: ${error.message}`,
      });
      throw error;
    }
  });
  if (error !== undefined && !(error instanceof StatusError)) throw error;
  return error;
}

function deletePods(
  api: LocalApi,
  events: EventRecorder,
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
): StatusError | undefined {
  let failure: StatusError | undefined;
  for (const { metadata } of pods) {
    try {
      api.delete('pods', metadata.namespace, metadata.name, { fieldManager });
      events.event(replicaSet, {
        type: 'Normal',
        reason: 'SuccessfulDelete',
        message: `Deleted pod: ${metadata.name}`,
      });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (isNotFound(error)) continue;
      failure ??= error;
      events.event(replicaSet, {
        type: 'Warning',
        reason: 'FailedDelete',
        message: `Error deleting: ${error.message}`,
      });
    }
  }
  return failure;
}
