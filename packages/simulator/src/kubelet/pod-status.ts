import { formatTime, parseTime } from '@podlab/apimachinery';
import { type ContainerStatusInput, containerStatuses } from './container-status.ts';
import { hasPodInitialized } from './pod-actions.ts';
import { podConditions } from './pod-conditions.ts';
import { podPhase } from './pod-phase.ts';
import type { PodPhase, PodStatusRecord, StoredPod } from './pod-types.ts';
import { isTerminalPhase } from './status-manager.ts';

export interface PodStatusInput extends ContainerStatusInput {
  readonly hostIP: string;
  readonly nowMs: number;
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
  const { init, apps } = containerStatuses(input);
  const deadline = exceededDeadline(pod, nowMs);
  const computed = podPhase({
    spec: pod.spec,
    statuses: [...init, ...apps],
    isTerminal: input.isTerminal,
    hasInitialized: hasPodInitialized(pod, runtime),
  });
  const phase = isTerminalPhase(before.phase) ? (before.phase as PodPhase) : deadline ? 'Failed' : computed;
  const text = deadline ?? (phase === before.phase ? before : {});
  const podIP = runtime.sandbox?.ip ?? before.podIP;
  const conditions = podConditions({
    pod,
    phase,
    init,
    apps,
    isSandboxReady: input.isSandboxReady ?? runtime.sandbox?.state === 'ready',
    previous: before.conditions ?? [],
    nowMs,
  });
  return {
    phase,
    status: {
      observedGeneration: pod.metadata.generation ?? 1,
      phase,
      conditions,
      ...(text.message && { message: text.message }),
      ...(text.reason && { reason: text.reason }),
      ...(before.nominatedNodeName && { nominatedNodeName: before.nominatedNodeName }),
      hostIP: input.hostIP,
      hostIPs: [{ ip: input.hostIP }],
      ...(podIP && { podIP, podIPs: [{ ip: podIP }] }),
      startTime: before.startTime ?? formatTime(nowMs),
      ...(init.length > 0 && { initContainerStatuses: init }),
      containerStatuses: apps,
      ...(before.qosClass && { qosClass: before.qosClass }),
      resources: {},
    },
  };
}

/** @see kubernetes v1.36 pkg/kubelet/active_deadline.go */
export const deadlineMessage = 'Pod was active on the node longer than the specified deadline';

/** When `activeDeadlineSeconds` is over; undefined when there is no deadline or the Pod has not been seen yet. */
export function deadlineMs(pod: StoredPod): number | undefined {
  const startMs = parseTime(pod.status?.startTime);
  const seconds = pod.spec.activeDeadlineSeconds;
  return startMs === undefined || seconds === undefined ? undefined : startMs + seconds * 1000;
}

function exceededDeadline(pod: StoredPod, nowMs: number): { reason: string; message: string } | undefined {
  const dueMs = deadlineMs(pod);
  return dueMs !== undefined && nowMs >= dueMs ? { reason: 'DeadlineExceeded', message: deadlineMessage } : undefined;
}
