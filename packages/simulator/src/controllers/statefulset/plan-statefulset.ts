import {
  hasIdentity,
  isAvailable,
  isInRange,
  isRunningAndReady,
  isTerminating,
  ordinalOf,
  type Pod,
  revisionNameOf,
  startOrdinal,
  type StatefulSet,
} from './stateful-pods.ts';

/** What a StatefulSet looks like at one moment. */
export interface StatefulSetObservation {
  readonly set: StatefulSet;
  readonly pods: readonly Pod[];
  /** Names of the revisions: the one that all Pods had last, and that of the present template. */
  readonly currentRevision: string;
  readonly updateRevision: string;
  readonly nowMs: number;
}

/** One thing to do. */
export type StatefulSetAction =
  | { readonly action: 'create'; readonly ordinal: number; readonly revision: 'current' | 'update' }
  /** The Pod has lost the labels that it is known by. */
  | { readonly action: 'repair'; readonly pod: Pod }
  | { readonly action: 'delete'; readonly pod: Pod; readonly why: 'ended' | 'surplus' | 'outdated' };

/**
 * What a StatefulSet does about its Pods. In order, each Pod has to be ready before anything is done about the next; a
 * `Parallel` one sees to all at once. Only when all is as it should be are outdated Pods replaced, highest ordinal first.
 * @see pkg/controller/statefulset/stateful_set_control.go updateStatefulSet
 */
export function planStatefulSet(observation: StatefulSetObservation): readonly StatefulSetAction[] {
  const { set } = observation;
  if (set.metadata.deletionTimestamp) return [];
  const isOrdered = set.spec?.podManagementPolicy !== 'Parallel';
  const slots = slotsOf(observation);
  const actions: StatefulSetAction[] = [];
  for (const slot of slots) {
    const step = stepFor(observation, slot);
    if (step.act) actions.push(step.act);
    if (step.waits && isOrdered) return actions;
  }
  for (const pod of condemnedPods(observation)) {
    const step = condemnedStep(observation, pod, isOrdered);
    if (step.act) actions.push(step.act);
    if (step.waits && isOrdered) return actions;
  }
  const outdated = findOutdated(observation, slots);
  return outdated ? [...actions, { action: 'delete', pod: outdated, why: 'outdated' }] : actions;
}

/** Pods beyond the number wanted, highest ordinal first. */
export function condemnedPods({ set, pods }: StatefulSetObservation): Pod[] {
  const { name } = set.metadata;
  return pods
    .filter((pod) => {
      const ordinal = ordinalOf(pod, name);
      return ordinal !== undefined && !isInRange(ordinal, set);
    })
    .toSorted((a, b) => (ordinalOf(b, name) ?? 0) - (ordinalOf(a, name) ?? 0));
}

interface Slot {
  readonly ordinal: number;
  readonly pod: Pod | undefined;
}

/** The places for Pods, lowest ordinal first. */
function slotsOf({ set, pods }: StatefulSetObservation): Slot[] {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod, set.metadata.name), pod]));
  return Array.from({ length: set.spec?.replicas ?? 1 }, (_, i) => {
    const ordinal = startOrdinal(set) + i;
    return { ordinal, pod: byOrdinal.get(ordinal) };
  });
}

interface Step {
  readonly act?: StatefulSetAction;
  /** Whether an ordered StatefulSet goes no further. */
  readonly waits: boolean;
}

function stepFor({ set, nowMs }: StatefulSetObservation, { ordinal, pod }: Slot): Step {
  if (!pod) return { act: { action: 'create', ordinal, revision: revisionForNew(set, ordinal) }, waits: true };
  if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') {
    return isTerminating(pod) ? { waits: true } : { act: { action: 'delete', pod, why: 'ended' }, waits: true };
  }
  const isSettled =
    !isTerminating(pod) && isRunningAndReady(pod) && isAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs);
  return {
    ...(hasIdentity(pod) || (!isSettled && set.spec?.podManagementPolicy !== 'Parallel')
      ? {}
      : { act: { action: 'repair', pod } as const }),
    waits: !isSettled,
  };
}

/** Below the partition Pods are made from the revision that they had; without one, as many as still have it. */
function revisionForNew({ spec, status, ...set }: StatefulSet, ordinal: number): 'current' | 'update' {
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  const start = startOrdinal({ ...set, ...(spec ? { spec } : {}) });
  if (rollingUpdate) return ordinal < start + (rollingUpdate.partition ?? 0) ? 'current' : 'update';
  return type === 'RollingUpdate' && ordinal < start + (status?.currentReplicas ?? 0) ? 'current' : 'update';
}

function condemnedStep(observation: StatefulSetObservation, pod: Pod, isOrdered: boolean): Step {
  const { set, nowMs } = observation;
  if (isTerminating(pod)) return { waits: true };
  const isHealthy = isRunningAndReady(pod) && isAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs);
  if (isOrdered && !isHealthy && pod !== firstUnavailable(observation)) return { waits: true };
  return { act: { action: 'delete', pod, why: 'surplus' }, waits: true };
}

/** The first of all Pods, wanted ones first, that is not available; a wanted one that is missing counts. */
function firstUnavailable(observation: StatefulSetObservation): Pod | undefined {
  const slots = slotsOf(observation);
  const found = slots.find(({ pod }) => isUnavailable(observation, pod));
  if (found) return found.pod;
  return condemnedPods(observation).findLast((pod) => isUnavailable(observation, pod));
}

function isUnavailable({ set, nowMs }: StatefulSetObservation, pod: Pod | undefined): boolean {
  return !pod || isTerminating(pod) || !isAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs);
}

/** One at a time: the next goes only once the one before, with a higher ordinal, is available again. */
function findOutdated(observation: StatefulSetObservation, slots: readonly Slot[]): Pod | undefined {
  const { type, rollingUpdate } = observation.set.spec?.updateStrategy ?? {};
  if (type === 'OnDelete') return undefined;
  for (const { pod } of slots.slice(rollingUpdate?.partition ?? 0).toReversed()) {
    if (pod && revisionNameOf(pod) !== observation.updateRevision && !isTerminating(pod)) return pod;
    if (isUnavailable(observation, pod)) return undefined;
  }
  return undefined;
}
