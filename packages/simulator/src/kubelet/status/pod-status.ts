import { deepEqual, formatTime, parseTime } from '@podlab/apimachinery';
import { sharedValue } from '../../apiserver/objects/shared-value.ts';
import type { AdmissionFault } from '../admission/admit-pod.ts';
import type { Eviction } from '../eviction/eviction-manager.ts';
import { newestInstance } from '../../runtime/ports.ts';
import { type ContainerStatusInput, containerStatuses } from './container-status.ts';
import { hasPodInitialized } from '../pod-actions.ts';
import { podConditions } from './pod-conditions.ts';
import { podPhase } from './pod-phase.ts';
import type { PodConditionRecord, PodPhase, PodStatusRecord, StoredPod } from '../pod-types.ts';
import { isRestartingAllContainers } from '../restarts/restart-all-containers.ts';
import { podResourceStatus } from './resource-status.ts';
import { observedGeneration } from '../static-pods/static-pod.ts';
import { isTerminalPhase } from './status-manager.ts';

export interface PodStatusInput extends ContainerStatusInput {
  readonly hostIP: string;
  /** Conditions of a resize that is waiting or on its way. */
  readonly resize: readonly PodConditionRecord[];
  readonly nowMs: number;
  /** Why the Pod has to go before its time. */
  readonly eviction?: Eviction | undefined;
  /** Nothing runs any more, and nothing will. */
  readonly isTerminal: boolean;
}

/** A sandbox and its IP are told apart: the IP is reported only once a relist has seen it. */
export interface PodStatusVerdict {
  readonly status: PodStatusRecord;
  /** As the containers say, before it is held back from the API. */
  readonly phase: PodPhase;
}

/**
 * `status` of a Pod, from what is known of its containers.
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go generateAPIPodStatus
 */
export function podStatus(input: PodStatusInput): PodStatusVerdict {
  const { pod, runtime, nowMs } = input;
  const before = (pod.status ?? {}) as unknown as Partial<PodStatusRecord>;
  const { init, apps, ephemeral } = containerStatuses(input);
  const { eviction } = input;
  const computed = podPhase({
    spec: pod.spec,
    statuses: [...init, ...apps],
    isTerminal: input.isTerminal,
    hasInitialized: hasPodInitialized(pod, runtime),
    hasShownStarted: (sidecar) => before.initContainerStatuses?.find(({ name }) => name === sidecar)?.started === true,
  });
  const isOver = isTerminalPhase(before.phase);
  // Containers of an evicted Pod that all end well make it succeed, and then nothing is said of the eviction.
  const evicted = eviction && computed !== 'Succeeded' ? evictionText(eviction) : undefined;
  const forced = isOver ? undefined : (exceededDeadline(pod, nowMs) ?? evicted);
  const phase = isOver ? (before.phase as PodPhase) : forced ? 'Failed' : computed;
  const text = forced ?? (phase === before.phase ? before : {});
  // With the node's network, the address is known before there is a sandbox.
  const podIP = runtime.sandbox?.ip ?? before.podIP ?? (pod.spec.hostNetwork ? input.hostIP : undefined);
  const conditions = podConditions({
    pod,
    phase: eviction && !input.isTerminal && !isOver ? computed : phase,
    init,
    apps,
    isSandboxReady: runtime.sandbox?.state === 'ready',
    previous: withCondition(
      before.conditions ?? [],
      input.isTerminal && !isOver ? disruptionOf(pod, eviction, nowMs) : undefined,
    ),
    resize: input.resize,
    isRestartingAll: isRestartingAllContainers(pod, runtime),
    nowMs,
  });
  const generation = observedGeneration(pod);
  // Most syncs find what the sync before found.
  const shownConditions = deepEqual(before.conditions, conditions)
    ? (before.conditions as PodConditionRecord[])
    : sharedValue(conditions);
  // Field by field: spreads cost several times as much, and every sync comes here.
  const status: PodStatusRecord =
    generation === undefined
      ? { phase, conditions: shownConditions }
      : { observedGeneration: generation, phase, conditions: shownConditions };
  if (text.message) status.message = text.message;
  if (text.reason) status.reason = text.reason;
  if (before.nominatedNodeName) status.nominatedNodeName = before.nominatedNodeName;
  status.hostIP = input.hostIP;
  status.hostIPs = isOnly(before.hostIPs, input.hostIP) ? before.hostIPs : sharedValue([{ ip: input.hostIP }]);
  if (podIP) {
    status.podIP = podIP;
    status.podIPs = [{ ip: podIP }];
  }
  status.startTime = before.startTime ?? formatTime(nowMs);
  if (init.length > 0) status.initContainerStatuses = init;
  status.containerStatuses = apps;
  if (before.qosClass) status.qosClass = before.qosClass;
  if (ephemeral.length > 0) status.ephemeralContainerStatuses = ephemeral;
  const resources = podResourceStatus(
    pod.spec,
    ({ resources: wanted }) => wanted ?? {},
    ({ name, resources: wanted }) => newestInstance(runtime, name)?.resources ?? wanted ?? {},
  );
  return { phase, status: Object.assign(status, resources) };
}

function isOnly(
  addresses: PodStatusRecord['hostIPs'],
  ip: string,
): addresses is NonNullable<PodStatusRecord['hostIPs']> {
  return addresses?.length === 1 && addresses[0]?.ip === ip;
}

/**
 * The whole status of a Pod that its node does not take on: no conditions, no containers.
 * @see kubernetes v1.36 pkg/kubelet/kubelet.go rejectPod
 */
export function rejectedStatus(pod: StoredPod, fault: AdmissionFault, nowMs: number): PodStatusRecord {
  const { qosClass, startTime } = pod.status ?? {};
  const generation = observedGeneration(pod);
  return {
    ...(generation !== undefined && { observedGeneration: generation }),
    phase: 'Failed',
    message: `Pod was rejected: ${fault.message}`,
    reason: fault.reason,
    startTime: startTime ?? formatTime(nowMs),
    ...(qosClass && { qosClass }),
  };
}

/** @see kubernetes v1.36 pkg/kubelet/active_deadline.go */
export const deadlineReason = 'DeadlineExceeded';
export const deadlineMessage = 'Pod was active on the node longer than the specified deadline';

/** When `activeDeadlineSeconds` is over; undefined when there is no deadline or the Pod has not been seen yet. */
export function deadlineMs(pod: StoredPod): number | undefined {
  const seconds = pod.spec.activeDeadlineSeconds;
  if (seconds === undefined) return undefined;
  const startMs = parseTime(pod.status?.startTime);
  return startMs === undefined ? undefined : startMs + seconds * 1000;
}

function evictionText({ reason, message }: Eviction): { reason: string; message: string } {
  return { reason: reason ?? 'Evicted', message };
}

/** Told only when nothing of the Pod runs any more. @see kubernetes v1.36 pkg/kubelet/status/status_manager.go mergePodStatus */
function disruptionOf(pod: StoredPod, eviction: Eviction | undefined, nowMs: number): PodConditionRecord | undefined {
  if (eviction?.disruption === undefined) return undefined;
  return {
    type: 'DisruptionTarget',
    observedGeneration: pod.metadata.generation ?? 1,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: formatTime(nowMs),
    reason: 'TerminationByKubelet',
    message: eviction.disruption,
  };
}

function withCondition(
  conditions: readonly PodConditionRecord[],
  added: PodConditionRecord | undefined,
): readonly PodConditionRecord[] {
  if (added === undefined) return conditions;
  return [...conditions.filter(({ type }) => type !== added.type), added];
}

function exceededDeadline(pod: StoredPod, nowMs: number): { reason: string; message: string } | undefined {
  const dueMs = deadlineMs(pod);
  return dueMs !== undefined && nowMs >= dueMs ? { reason: deadlineReason, message: deadlineMessage } : undefined;
}
