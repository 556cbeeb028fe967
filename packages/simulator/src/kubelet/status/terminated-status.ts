import type { ContainerStatusRecord, PodStatusRecord } from '../pod-types.ts';
import { isTerminalPhase } from './status-manager.ts';

const unknownState: ContainerStatusRecord['state'] = {
  terminated: {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
    startedAt: null as unknown as string,
    finishedAt: null as unknown as string,
  },
};

/**
 * What the status of a Pod ends as once nothing of it runs: a container that nothing tells the end of, because it never
 * ran or was waiting to run again, has failed, and so has a Pod that has not come to its end before.
 * @param wasInitialized see `hasInitialized`
 * @see kubernetes v1.36 pkg/kubelet/status/status_manager.go TerminatePod
 */
export function terminatedStatus(status: PodStatusRecord, wasInitialized: boolean): PodStatusRecord {
  const init = status.initContainerStatuses ?? [];
  const attempted = attemptedCount(init);
  return {
    ...status,
    phase: isTerminalPhase(status.phase) ? status.phase : 'Failed',
    ...(init.length > 0 && {
      initContainerStatuses: init.map((one, index) => (index < attempted ? ended(one) : one)),
    }),
    ...(status.containerStatuses && {
      containerStatuses: wasInitialized ? status.containerStatuses.map(ended) : status.containerStatuses,
    }),
  };
}

function ended(status: ContainerStatusRecord): ContainerStatusRecord {
  return status.state.terminated ? status : { ...status, state: unknownState };
}

/**
 * Whether a Pod's status says that its init containers are done.
 * @param status the Pod's, as it was when the Pod last changed in something else: it is not read again for this
 * @param isLastInitRestartable whether the last init container is a sidecar
 * @see kubernetes v1.36 pkg/kubelet/status/status_manager.go hasPodInitialized
 */
export function hasInitialized(
  { initContainerStatuses = [], containerStatuses = [] }: Partial<PodStatusRecord>,
  isLastInitRestartable: boolean,
): boolean {
  if (containerStatuses.some(hasLeftWaiting)) return true;
  const last = initContainerStatuses.at(-1);
  if (last === undefined) return false;
  if (isLastInitRestartable) return last.started === true;
  return last.state.terminated?.exitCode === 0 || last.lastState.terminated?.exitCode === 0;
}

/** All but those at the end that were never tried; the first counts as tried in any case. */
function attemptedCount(init: readonly ContainerStatusRecord[]): number {
  return Math.max(1, init.findLastIndex(hasLeftWaiting) + 1);
}

function hasLeftWaiting({ state, lastState }: ContainerStatusRecord): boolean {
  return state.waiting === undefined || lastState.terminated !== undefined;
}
