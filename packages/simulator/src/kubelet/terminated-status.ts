import type { ContainerStatusRecord, PodStatusRecord } from './pod-types.ts';
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
 * @param isLastInitRestartable whether the last init container is a sidecar
 * @see kubernetes v1.36 pkg/kubelet/status/status_manager.go TerminatePod
 */
export function terminatedStatus(status: PodStatusRecord, isLastInitRestartable: boolean): PodStatusRecord {
  const init = status.initContainerStatuses ?? [];
  const apps = status.containerStatuses ?? [];
  const attempted = attemptedCount(init);
  return {
    ...status,
    phase: isTerminalPhase(status.phase) ? status.phase : 'Failed',
    ...(init.length > 0 && {
      initContainerStatuses: init.map((one, index) => (index < attempted ? ended(one) : one)),
    }),
    ...(status.containerStatuses && {
      containerStatuses: hasInitialized(init, apps, isLastInitRestartable) ? apps.map(ended) : apps,
    }),
  };
}

function ended(status: ContainerStatusRecord): ContainerStatusRecord {
  return status.state.terminated ? status : { ...status, state: unknownState };
}

function hasInitialized(
  init: readonly ContainerStatusRecord[],
  apps: readonly ContainerStatusRecord[],
  isLastInitRestartable: boolean,
): boolean {
  const last = init.at(-1);
  if (last === undefined || apps.some(hasLeftWaiting)) return true;
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
