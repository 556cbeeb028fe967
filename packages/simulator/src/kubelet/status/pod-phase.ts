import type { ContainerStateTerminated, ContainerStatus, PodSpec } from 'kubernetes-types/core/v1';
import { containersByRole, type PodPhase, type RuledContainer } from '../pod-types.ts';
import { restartingAllReason } from '../restarts/restart-all-containers.ts';
import { containerShouldRestart } from '../restarts/restart-decision.ts';

export interface PodPhaseInput {
  readonly spec: PodSpec;
  /** Of all containers, init containers included. */
  readonly statuses: readonly ContainerStatus[];
  /** The Pod's deletion or eviction is done: nothing will run any more. */
  readonly isTerminal: boolean;
  /** Its init containers are behind it. */
  readonly hasInitialized: boolean;
  /** Whether the API has it that a sidecar has started: probes are asked only once the phase is known. */
  readonly hasShownStarted: (sidecar: string) => boolean;
}

/**
 * The Pod's phase, from the states of its containers.
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go getPhase; fidelity.md 2.1
 */
export function podPhase(input: PodPhaseInput): PodPhase {
  const { regularInit, sidecars, apps } = containersByRole(input.spec);
  const statusOf = new Map(input.statuses.map((status) => [status.name, status]));
  const init = countRegularInit(regularInit, input.spec, statusOf);
  const sidecar = countSidecars(sidecars, statusOf, input.hasShownStarted);
  const app = countApps(apps, input.spec, statusOf);

  const running = sidecar.running + app.running;
  const unknown = sidecar.unknown + app.unknown;
  if (init.failedForGood > 0) return 'Failed';
  if (init.pending > 0 || (sidecar.pending > 0 && !input.hasInitialized) || sidecar.waiting + app.waiting > 0) {
    return 'Pending';
  }
  if (running > 0 && unknown === 0) return 'Running';
  if (running === 0 && app.stopped > 0 && unknown === 0) {
    const end = app.stopped === app.succeeded ? 'Succeeded' : 'Failed';
    return !input.isTerminal && app.stopped > app.stoppedForGood ? 'Running' : end;
  }
  return 'Pending';
}

function isRestartable(container: RuledContainer, spec: PodSpec, ended: ContainerStateTerminated): boolean {
  return ended.reason === restartingAllReason || containerShouldRestart(container, spec, ended.exitCode);
}

type Statuses = ReadonlyMap<string, ContainerStatus>;

function countRegularInit(containers: readonly RuledContainer[], spec: PodSpec, statuses: Statuses) {
  const count = { pending: 0, failedForGood: 0 };
  for (const container of containers) {
    const { state, lastState } = statuses.get(container.name) ?? {};
    const ended = state?.terminated ?? (state?.waiting && lastState?.terminated);
    if (ended === undefined) count.pending += 1;
    else if (ended.exitCode !== 0 && !isRestartable(container, spec, ended)) count.failedForGood += 1;
  }
  return count;
}

function countSidecars(
  containers: readonly RuledContainer[],
  statuses: Statuses,
  hasShownStarted: PodPhaseInput['hasShownStarted'],
) {
  const count = { running: 0, pending: 0, waiting: 0, unknown: 0 };
  for (const { name } of containers) {
    const status = statuses.get(name);
    if (status === undefined) count.unknown += 1;
    else if (status.state?.running) {
      count.running += 1;
      if (!hasShownStarted(name)) count.pending += 1;
    } else if (status.state?.waiting && !status.lastState?.terminated) {
      count.pending += 1;
      count.waiting += 1;
    }
  }
  return count;
}

function countApps(containers: readonly RuledContainer[], spec: PodSpec, statuses: Statuses) {
  const count = { running: 0, waiting: 0, stopped: 0, stoppedForGood: 0, succeeded: 0, unknown: 0 };
  for (const container of containers) {
    const status = statuses.get(container.name);
    const ended = status?.state?.terminated ?? (status?.state?.waiting && status.lastState?.terminated);
    if (status === undefined) count.unknown += 1;
    else if (status.state?.running) count.running += 1;
    else if (ended) {
      count.stopped += 1;
      if (!isRestartable(container, spec, ended)) count.stoppedForGood += 1;
      if (status.state?.terminated?.exitCode === 0) count.succeeded += 1;
    } else if (status.state?.waiting) count.waiting += 1;
    else count.unknown += 1;
  }
  return count;
}
