import type { ContainerStateTerminated } from 'kubernetes-types/core/v1';
import { newestInstance, type RuntimePod } from '../../runtime/ports.ts';
import { containersByRole, type PodConditionRecord, type RuledContainer, type StoredPod } from '../pod-types.ts';

export const restartingAllReason = 'RestartingAllContainers';
export const restartingAllMessage = 'The container is removed because RestartAllContainers in place';

/** `lastState.terminated` of a container that was removed with all others: what became of it is not kept. */
export const restartingAllState = {
  exitCode: 137,
  reason: restartingAllReason,
  message: restartingAllMessage,
  startedAt: null,
  finishedAt: null,
} as unknown as ContainerStateTerminated;

/** Whether any container of a Pod can have all others started again (KEP-5532; beta and on since 1.36). */
export function hasRestartAllRule({ spec }: StoredPod): boolean {
  const { init, apps } = containersByRole(spec);
  return [...init, ...apps].some(({ restartPolicyRules }) =>
    restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
  );
}

/**
 * Whether all containers are to be removed and started again: one has exited as a rule of its says, or that has begun and
 * some are still there.
 * @see kubernetes v1.36 pkg/kubelet/container/helpers.go ShouldAllContainersRestart, AllContainersRestartCleanedUp
 */
export function isRestartingAllContainers(pod: StoredPod, runtime: RuntimePod): boolean {
  if (!hasRestartAllRule(pod)) return false;
  const { init, apps } = containersByRole(pod.spec);
  const all = [...init, ...apps];
  if (!all.some(({ name }) => newestInstance(runtime, name) !== undefined)) return false;
  if (wasRestartingAllContainers(pod)) return true;
  return all.some((container) => {
    const newest = newestInstance(runtime, container.name);
    return newest?.state === 'exited' && asksForAll(container, newest.exitCode ?? 0);
  });
}

/** Whether the API has it that all containers are being started again. */
export function wasRestartingAllContainers({ status }: StoredPod): boolean {
  const conditions = (status?.conditions ?? []) as unknown as readonly PodConditionRecord[];
  return conditions.some(({ type, status: value }) => type === 'AllContainersRestarting' && value === 'True');
}

/** The first rule that matches an exit code decides. */
function asksForAll({ restartPolicy, restartPolicyRules = [] }: RuledContainer, exitCode: number): boolean {
  if (restartPolicy === undefined) return false;
  const first = restartPolicyRules.find(({ exitCodes }) => {
    const isListed = exitCodes?.values?.includes(exitCode) ?? false;
    return exitCodes !== undefined && isListed === (exitCodes.operator === 'In');
  });
  return first?.action === 'RestartAllContainers';
}
