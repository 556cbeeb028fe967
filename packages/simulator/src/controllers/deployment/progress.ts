import { parseTime } from '@podlab/apimachinery';
import type { DeploymentCondition } from 'kubernetes-types/apps/v1';
import { findCondition, newCondition, removeCondition, setCondition } from './conditions.ts';
import type { CountedStatus, Rollout } from './deployment-status.ts';
import { desiredReplicas, type StoredDeployment } from './types.ts';

/** The value of `progressDeadlineSeconds` that means "none". */
const noDeadline = 2_147_483_647;

export function hasProgressDeadline(deployment: StoredDeployment): boolean {
  const { progressDeadlineSeconds } = deployment.spec;
  return progressDeadlineSeconds !== undefined && progressDeadlineSeconds !== noDeadline;
}

/** Whether every Pod is of the new template and available. */
export function isRolloutComplete(deployment: StoredDeployment, status: CountedStatus): boolean {
  const desired = desiredReplicas(deployment);
  return (
    status.updatedReplicas === desired &&
    status.replicas === desired &&
    status.availableReplicas === desired &&
    status.observedGeneration >= (deployment.metadata.generation ?? 0)
  );
}

/**
 * Sets the Progressing condition from what has changed since the last status, and ReplicaFailure from the ReplicaSets.
 * @see pkg/controller/deployment/progress.go syncRolloutStatus
 */
export function withProgress(
  deployment: StoredDeployment,
  rollout: Rollout,
  { status, nowMs }: { readonly status: CountedStatus; readonly nowMs: number },
): CountedStatus {
  const conditions = hasProgressDeadline(deployment)
    ? progressing(deployment, rollout, { status, nowMs })
    : removeCondition(status.conditions, 'Progressing');
  return { ...status, conditions: withReplicaFailure(conditions, rollout) };
}

function progressing(
  deployment: StoredDeployment,
  { newReplicaSet }: Rollout,
  { status, nowMs }: { readonly status: CountedStatus; readonly nowMs: number },
): readonly DeploymentCondition[] {
  const current = findCondition(deployment.status?.conditions, 'Progressing');
  if (status.replicas === status.updatedReplicas && current?.reason === 'NewReplicaSetAvailable') {
    return status.conditions;
  }
  const what = newReplicaSet
    ? `ReplicaSet "${newReplicaSet.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`;
  if (isRolloutComplete(deployment, status)) {
    const message = `${what} has successfully progressed.`;
    const condition = newCondition('Progressing', 'True', { reason: 'NewReplicaSetAvailable', message, nowMs });
    return setCondition(status.conditions, condition);
  }
  if (hasProgressed(deployment, status)) {
    const message = `${what} is progressing.`;
    const condition = newCondition('Progressing', 'True', { reason: 'ReplicaSetUpdated', message, nowMs });
    const since = current?.status === 'True' ? current.lastTransitionTime : undefined;
    return [
      ...removeCondition(status.conditions, 'Progressing'),
      { ...condition, ...(since ? { lastTransitionTime: since } : {}) },
    ];
  }
  if (hasTimedOut(deployment, status, nowMs)) {
    const message = `${what} has timed out progressing.`;
    const condition = newCondition('Progressing', 'False', { reason: 'ProgressDeadlineExceeded', message, nowMs });
    return setCondition(status.conditions, condition);
  }
  return status.conditions;
}

/** Whether more Pods are updated, ready or available than before, or fewer are old. */
function hasProgressed(deployment: StoredDeployment, status: CountedStatus): boolean {
  const before = deployment.status ?? {};
  const oldBefore = (before.replicas ?? 0) - (before.updatedReplicas ?? 0);
  return (
    status.updatedReplicas > (before.updatedReplicas ?? 0) ||
    status.replicas - status.updatedReplicas < oldBefore ||
    status.readyReplicas > (before.readyReplicas ?? 0) ||
    status.availableReplicas > (before.availableReplicas ?? 0)
  );
}

/** Whether nothing has progressed for `progressDeadlineSeconds`. */
function hasTimedOut(deployment: StoredDeployment, status: CountedStatus, nowMs: number): boolean {
  const condition = findCondition(status.conditions, 'Progressing');
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return deadlineMs(deployment, condition) < nowMs;
}

function deadlineMs(deployment: StoredDeployment, condition: DeploymentCondition): number {
  return (parseTime(condition.lastUpdateTime) ?? 0) + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;
}

/**
 * Milliseconds after which a rollout that stands still must be looked at again, to find that its deadline has passed.
 * @returns undefined when it is complete, timed out already, or has no deadline
 * @see pkg/controller/deployment/progress.go requeueStuckDeployment
 */
export function stuckCheckMs(deployment: StoredDeployment, status: CountedStatus, nowMs: number): number | undefined {
  const condition = findCondition(status.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || !condition || isRolloutComplete(deployment, status)) return undefined;
  if (condition.reason === 'ProgressDeadlineExceeded' || condition.reason === 'NewReplicaSetAvailable')
    return undefined;
  return Math.max(0, deadlineMs(deployment, condition) - nowMs) + 1000;
}

function withReplicaFailure(
  conditions: readonly DeploymentCondition[],
  { newReplicaSet, old }: Rollout,
): readonly DeploymentCondition[] {
  const candidates = newReplicaSet ? [newReplicaSet, ...old] : old;
  for (const { status } of candidates) {
    const failure = status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (!failure) continue;
    const { type, status: state, lastTransitionTime, reason, message } = failure;
    return setCondition(conditions, {
      type,
      status: state,
      ...(lastTransitionTime ? { lastUpdateTime: lastTransitionTime, lastTransitionTime } : {}),
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
    });
  }
  return removeCondition(conditions, 'ReplicaFailure');
}
