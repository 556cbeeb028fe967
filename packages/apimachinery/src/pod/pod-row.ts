import type { Container, ContainerStateTerminated, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { isConditionTrue } from '../object/conditions.ts';
import type { Stored } from '../object/object.ts';

/** What a Pod's containers come to, for one line of `kubectl get pods`. */
export interface PodRow {
  /** The STATUS column. */
  readonly reason: string;
  readonly readyContainers: number;
  /** App containers and sidecars. */
  readonly totalContainers: number;
  readonly restarts: number;
  /** The containers whose restarts count. */
  readonly restartStatuses: readonly ContainerStatus[];
}

/** Why a node's loss shows as `Unknown`. */
const nodeLost = 'NodeLost';

/** @see pkg/printers/internalversion/printers.go `printPod` (v1.36) */
export function podRow(pod: Stored<Pod>): PodRow {
  const { spec, status } = pod;
  const sidecars = new Set((spec?.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const init = initPart(pod, sidecars);
  const isInitialized = init.reason === undefined || isConditionTrue(status?.conditions, 'Initialized');
  const app = isInitialized ? appPart(pod, init.reason ?? plainReason(pod)) : undefined;
  const initStatuses = status?.initContainerStatuses ?? [];
  const restartStatuses = app
    ? [...initStatuses.filter(({ name }) => sidecars.has(name)), ...(status?.containerStatuses ?? [])]
    : initStatuses;
  return {
    reason: deletionReason(pod) ?? app?.reason ?? init.reason ?? plainReason(pod),
    readyContainers: init.readySidecars + (app?.ready ?? 0),
    totalContainers: (spec?.containers.length ?? 0) + sidecars.size,
    restarts: restartStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    restartStatuses,
  };
}

function plainReason({ status }: Stored<Pod>): string {
  const gated = status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  return gated ? 'SchedulingGated' : status?.reason || (status?.phase ?? '');
}

function deletionReason({ metadata, status }: Stored<Pod>): string | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  if (status?.reason === nodeLost) return 'Unknown';
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' ? undefined : 'Terminating';
}

/** @returns a reason when initialising is not over */
function initPart(pod: Stored<Pod>, sidecars: ReadonlySet<string>): { reason?: string; readySidecars: number } {
  let readySidecars = 0;
  for (const [index, container] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const { terminated, waiting } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started) {
      if (container.ready) readySidecars += 1;
      continue;
    }
    if (terminated) return { reason: `Init:${terminatedReason(terminated)}`, readySidecars };
    if (waiting?.reason && waiting.reason !== 'PodInitializing') {
      return { reason: `Init:${waiting.reason}`, readySidecars };
    }
    return { reason: `Init:${index}/${pod.spec?.initContainers?.length ?? 0}`, readySidecars };
  }
  return { readySidecars };
}

/** From the last container to the first: what is wrong with the first one is what shows. */
function appPart({ status }: Stored<Pod>, before: string): { reason: string; ready: number } {
  let reason = before;
  let errorReason = '';
  let ready = 0;
  for (const { state, ready: isReady } of (status?.containerStatuses ?? []).toReversed()) {
    if (state?.waiting?.reason) {
      reason = state.waiting.reason;
    } else if (state?.terminated) {
      reason = terminatedReason(state.terminated);
      if (state.terminated.exitCode !== 0) errorReason = reason;
    } else if (isReady && state?.running) {
      ready += 1;
    }
  }
  if (reason !== 'Completed') return { reason, ready };
  if (ready > 0 && isConditionTrue(status?.conditions, 'Ready')) return { reason: 'Running', ready };
  return { reason: errorReason || (ready > 0 ? 'NotReady' : reason), ready };
}

function terminatedReason({ reason, signal, exitCode }: ContainerStateTerminated): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}
