import { deepEqual, formatTime } from '@podlab/apimachinery';
import type { Container } from 'kubernetes-types/core/v1';
import {
  type ContainerStatusRecord,
  containersByRole,
  isSidecar,
  type PodConditionRecord,
  type PodPhase,
  type PodStatusRecord,
  type StoredPod,
} from '../pod-types.ts';
import { hasRestartAllRule } from '../restarts/restart-all-containers.ts';
import { observedGeneration } from '../static-pods/static-pod.ts';

export interface PodConditionsInput {
  readonly pod: StoredPod;
  /** As computed from the containers, also while it is held back from the API. */
  readonly phase: PodPhase;
  readonly init: readonly ContainerStatusRecord[];
  readonly apps: readonly ContainerStatusRecord[];
  readonly isSandboxReady: boolean;
  /** As they are in the API; those that are not the kubelet's are kept, in front. */
  readonly previous: readonly PodConditionRecord[];
  /** All containers are being removed, to be started again. */
  readonly isRestartingAll: boolean;
  /** Conditions of a resize that is waiting or on its way. */
  readonly resize: readonly PodConditionRecord[];
  readonly nowMs: number;
}

type Verdict = Pick<PodConditionRecord, 'status' | 'reason' | 'message'>;

const yes: Verdict = { status: 'True' };
const no: Verdict = { status: 'False' };

const ownConditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
/** Of Pods with a rule that restarts all their containers. */
const allRestartingCondition = 'AllContainersRestarting';

/** Set by whoever ends a Pod for the sake of something else, the kubelet among them. */
const sharedCondition = 'DisruptionTarget';

const resizeConditions = ['PodResizePending', 'PodResizeInProgress'];

/**
 * `status.conditions`, in the order in which the kubelet writes them.
 * @see kubernetes v1.36 pkg/kubelet/status/generate.go; fidelity.md 2.2
 */
export function podConditions(input: PodConditionsInput): PodConditionRecord[] {
  const containersReady = areContainersReady(input);
  const isRestartedWhole = hasRestartAllRule(input.pod);
  const conditions: PodConditionRecord[] = [];
  for (const condition of input.previous) {
    const { type } = condition;
    if (ownConditions.includes(type) || resizeConditions.includes(type)) continue;
    if (!isRestartedWhole || type !== allRestartingCondition) conditions.push(condition);
  }
  conditions.push(
    ...input.resize,
    toCondition('PodReadyToStartContainers', input.isSandboxReady ? yes : no, input),
    toCondition('Initialized', isInitialized(input), input),
    toCondition('Ready', isReady(input, containersReady), input),
    toCondition('ContainersReady', containersReady, input),
    toCondition('PodScheduled', yes, input),
  );
  if (isRestartedWhole) conditions.push(toCondition(allRestartingCondition, areAllRestarting(input), input));
  return conditions;
}

/**
 * Whether somebody else has set conditions that the Pod's `Ready` condition does not heed yet.
 * @see kubernetes v1.36 pkg/kubelet/status/generate.go NeedToReconcilePodReadiness
 */
export function isReadinessStale(pod: StoredPod): boolean {
  if (!pod.spec.readinessGates?.length || pod.status === undefined) return false;
  const status = pod.status as unknown as PodStatusRecord;
  const previous = status.conditions ?? [];
  const shown = previous.find(({ type }) => type === 'Ready');
  if (shown === undefined) return false;
  const { phase, initContainerStatuses: init = [], containerStatuses: apps = [] } = status;
  const expected = isReady({ pod, previous }, areContainersReady({ pod, phase, init, apps }));
  return expected.status !== shown.status || (expected.message ?? '') !== (shown.message ?? '');
}

/**
 * A status that was worked out a moment ago, with the conditions that others have set meanwhile.
 * @param stored the status as the API has it
 * @see kubernetes v1.36 pkg/kubelet/status/status_manager.go mergePodStatus
 */
export function withConditionsOfOthers(status: PodStatusRecord, stored: PodStatusRecord): PodStatusRecord {
  if (status.conditions === undefined || !(hasOthers(status.conditions) || hasOthers(stored.conditions))) return status;
  const others = (stored.conditions ?? []).filter(({ type }) => isOfOthers(type));
  const isKnown = (type: string) => others.some((other) => other.type === type);
  const own = status.conditions.filter(({ type }) => !isOfOthers(type) || (type === sharedCondition && !isKnown(type)));
  const conditions = [...others, ...own];
  return deepEqual(conditions, status.conditions) ? status : { ...status, conditions };
}

function hasOthers(conditions: readonly PodConditionRecord[] = []): boolean {
  for (const { type } of conditions) if (isOfOthers(type)) return true;
  return false;
}

function isOfOthers(type: string): boolean {
  return !ownConditions.includes(type) && !resizeConditions.includes(type) && type !== allRestartingCondition;
}

/** The conditions of a Pod whose sandbox has just become ready. @see kubernetes v1.36 pkg/kubelet/kubelet.go OnPodSandboxReady */
export function withSandboxReady(
  pod: StoredPod,
  previous: readonly PodConditionRecord[],
  nowMs: number,
): PodConditionRecord[] {
  const ready = toCondition('PodReadyToStartContainers', yes, { pod, previous, nowMs });
  const isKnown = previous.some(({ type }) => type === ready.type);
  return isKnown
    ? previous.map((condition) => (condition.type === ready.type ? ready : condition))
    : [...previous, ready];
}

/** The conditions of a status whose containers have become ready or unready, before anything else is looked at. */
export function withReadiness(pod: StoredPod, status: PodStatusRecord, nowMs: number): PodConditionRecord[] {
  const { phase, conditions: previous = [], initContainerStatuses: init = [], containerStatuses: apps = [] } = status;
  const containersReady = areContainersReady({ pod, phase, init, apps });
  const fresh = [
    toCondition('Ready', isReady({ pod, previous }, containersReady), { pod, previous, nowMs }),
    toCondition('ContainersReady', containersReady, { pod, previous, nowMs }),
  ];
  return previous.map((condition) => fresh.find(({ type }) => type === condition.type) ?? condition);
}

function toCondition(
  type: string,
  verdict: Verdict,
  input: Pick<PodConditionsInput, 'pod' | 'previous' | 'nowMs'>,
): PodConditionRecord {
  const before = input.previous.find((condition) => condition.type === type);
  const isSame = before?.status === verdict.status && before.lastTransitionTime !== undefined;
  // Of this condition alone the kubelet does not tell.
  const generation = type === allRestartingCondition ? undefined : observedGeneration(input.pod);
  const { status, reason, message } = verdict;
  if (isSame && before.observedGeneration === generation && before.lastProbeTime === null) {
    if (before.reason === reason && before.message === message) return before;
  }
  const lastTransitionTime = isSame ? before.lastTransitionTime : formatTime(input.nowMs);
  // Written out: spreads cost several times as much, and a Pod has five conditions at each of its syncs.
  const condition: Mutable<PodConditionRecord> =
    generation === undefined
      ? { type, status, lastProbeTime: null, lastTransitionTime }
      : { type, observedGeneration: generation, status, lastProbeTime: null, lastTransitionTime };
  if (reason) condition.reason = reason;
  if (message) condition.message = message;
  return condition;
}

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

function isInitialized({ pod, phase, init, apps }: PodConditionsInput): Verdict {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of pod.spec.initContainers ?? []) {
    const status = init.find(({ name }) => name === container.name);
    if (status === undefined) unknown.push(container.name);
    else if (!(isSidecar(container) ? status.started : status.ready)) incomplete.push(container.name);
  }
  const hasAnyAppStarted = apps.some(
    ({ state, lastState }) => state.running ?? state.terminated ?? lastState.terminated,
  );
  if (hasAnyAppStarted || unknown.length + incomplete.length === 0) return yes;
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: [
      ...(unknown.length > 0 ? [`containers with unknown status: [${unknown.join(' ')}]`] : []),
      ...(incomplete.length > 0 ? [`containers with incomplete status: [${incomplete.join(' ')}]`] : []),
    ].join(', '),
  };
}

function areAllRestarting({ phase, isRestartingAll }: PodConditionsInput): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  if (!isRestartingAll) return { status: 'False' };
  const message = 'container exited with restart policy rule';
  return { status: 'True', reason: 'RestartAllContainersStarted', message };
}

function areContainersReady({
  pod,
  phase,
  init,
  apps,
}: Pick<PodConditionsInput, 'pod' | 'phase' | 'init' | 'apps'>): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const { sidecars, apps: appContainers } = containersByRole(pod.spec);
  const isUnready = ({ name }: Container) =>
    !(init.find((status) => status.name === name) ?? apps.find((status) => status.name === name))?.ready;
  const unready = [...sidecars.filter(isUnready), ...appContainers.filter(isUnready)].map(({ name }) => name);
  if (unready.length === 0) return yes;
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${unready.join(' ')}]`,
  };
}

function isReady({ pod, previous }: Pick<PodConditionsInput, 'pod' | 'previous'>, containersReady: Verdict): Verdict {
  if (containersReady.status !== 'True') return containersReady;
  const faults = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = previous.find(({ type }) => type === conditionType);
    if (condition === undefined) {
      return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    }
    if (condition.status === 'True') return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  if (faults.length === 0) return yes;
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: faults.join(', ') };
}
