import { formatTime, parseTime } from '@podlab/apimachinery';
import { sharedValue } from '../apiserver/objects/shared-value.ts';
import type { AdmissionFault } from './admit-pod.ts';
import type { Eviction } from './eviction-manager.ts';
import { newestInstance } from '../runtime/ports.ts';
import { type ContainerStatusInput, containerStatuses } from './container-status.ts';
import { hasPodInitialized } from './pod-actions.ts';
import { podConditions } from './pod-conditions.ts';
import { podPhase } from './pod-phase.ts';
import type { PodConditionRecord, PodPhase, PodStatusRecord, StoredPod } from './pod-types.ts';
import { isRestartingAllContainers } from './restart-all-containers.ts';
import { podResourceStatus } from './resource-status.ts';
import { observedGeneration } from './static-pod.ts';
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
  /** Known earlier than the rest of the runtime's state. Default: as `runtime` says. */
  readonly isSandboxReady?: boolean;
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
  const forced = eviction ? { reason: 'Evicted', message: eviction.message } : exceededDeadline(pod, nowMs);
  const computed = podPhase({
    spec: pod.spec,
    statuses: [...init, ...apps],
    isTerminal: input.isTerminal,
    hasInitialized: hasPodInitialized(pod, runtime),
  });
  const phase = isTerminalPhase(before.phase) ? (before.phase as PodPhase) : forced ? 'Failed' : computed;
  const text = forced ?? (phase === before.phase ? before : {});
  // With the node's network, the address is known before there is a sandbox.
  const podIP = runtime.sandbox?.ip ?? before.podIP ?? (pod.spec.hostNetwork ? input.hostIP : undefined);
  const conditions = podConditions({
    pod,
    phase,
    init,
    apps,
    isSandboxReady: input.isSandboxReady ?? runtime.sandbox?.state === 'ready',
    previous: withCondition(before.conditions ?? [], eviction?.condition),
    resize: input.resize,
    isRestartingAll: isRestartingAllContainers(pod, runtime),
    nowMs,
  });
  const status: PodStatusRecord = {
    phase,
    conditions: sharedValue(conditions),
    ...(text.message && { message: text.message }),
    ...(text.reason && { reason: text.reason }),
    ...(before.nominatedNodeName && { nominatedNodeName: before.nominatedNodeName }),
    hostIP: input.hostIP,
    hostIPs: sharedValue([{ ip: input.hostIP }]),
    ...(podIP && { podIP, podIPs: [{ ip: podIP }] }),
    startTime: before.startTime ?? formatTime(nowMs),
    ...(init.length > 0 && { initContainerStatuses: init }),
    containerStatuses: apps,
    ...(before.qosClass && { qosClass: before.qosClass }),
    ...(ephemeral.length > 0 && { ephemeralContainerStatuses: ephemeral }),
    ...podResourceStatus(
      pod.spec,
      ({ resources }) => resources ?? {},
      ({ name, resources }) => newestInstance(runtime, name)?.resources ?? resources ?? {},
    ),
  };
  const generation = observedGeneration(pod);
  return { phase, status: generation === undefined ? status : { observedGeneration: generation, ...status } };
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
  const startMs = parseTime(pod.status?.startTime);
  const seconds = pod.spec.activeDeadlineSeconds;
  return startMs === undefined || seconds === undefined ? undefined : startMs + seconds * 1000;
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
