import type { SyncResult } from '../machinery/controller.ts';
import { unlessGone } from '../objects/status-errors.ts';
import { desiredReplicasAnnotation, sizeAnnotation } from './annotations.ts';
import { chooseReplicaSetsToDelete } from './cleanup.ts';
import { findCondition, newCondition, setCondition } from './conditions.ts';
import { countStatus, type CountedStatus, serialiseStatus } from './deployment-status.ts';
import { type FindContext, type Found, findReplicaSets } from './find-or-create.ts';
import { activeReplicaSets, findActiveOrLatest } from './find-replicasets.ts';
import { hasProgressDeadline, isRolloutComplete, stuckCheckMs, withProgress } from './progress.ts';
import { planProportionalScale } from './proportional.ts';
import { areOldPodsRunning } from './recreate.ts';
import { newReplicaSetSize, planScaleDown } from './rolling.ts';
import { createScaler } from './scaler.ts';
import { desiredReplicas, type StoredDeployment, type StoredReplicaSet, totalReplicas } from './types.ts';

const fieldManager = 'kube-controller-manager';

/**
 * One step of a Deployment: when it is going away or paused or was scaled, only sizes and status; else one step of its
 * strategy, then the status. The status is counted from the ReplicaSets as they were found, as upstream's cache has it.
 * @see pkg/controller/deployment/deployment_controller.go syncDeployment
 */
export function syncDeployment(
  context: FindContext,
  found: StoredDeployment,
  replicaSets: readonly StoredReplicaSet[],
): SyncResult | undefined {
  const find = (deployment: StoredDeployment, create: boolean) =>
    findReplicaSets(context, deployment, { replicaSets, create });
  if (found.metadata.deletionTimestamp) return writeCounts(context, find(found, false));
  const deployment = syncPauseCondition(context, found);
  if (deployment.spec.paused || wasScaled(deployment, replicaSets)) return scaleOnly(context, find(deployment, false));
  if (deployment.spec.strategy?.type === 'Recreate') {
    return recreate(context, find(deployment, false), () => find(deployment, true));
  }
  return roll(context, find(deployment, true));
}

/** Whether an active ReplicaSet was last sized for another size of the Deployment. */
function wasScaled(deployment: StoredDeployment, replicaSets: readonly StoredReplicaSet[]): boolean {
  return activeReplicaSets(replicaSets).some((replicaSet) => {
    const sizedFor = sizeAnnotation(replicaSet, desiredReplicasAnnotation);
    return sizedFor !== undefined && sizedFor !== desiredReplicas(deployment);
  });
}

function syncPauseCondition({ api, nowMs }: FindContext, deployment: StoredDeployment): StoredDeployment {
  if (!hasProgressDeadline(deployment)) return deployment;
  const conditions = deployment.status?.conditions ?? [];
  const reason = findCondition(conditions, 'Progressing')?.reason;
  if (reason === 'ProgressDeadlineExceeded') return deployment;
  const isMarked = reason === 'DeploymentPaused';
  const isPaused = deployment.spec.paused === true;
  if (isMarked === isPaused) return deployment;
  const why = isPaused
    ? ({ reason: 'DeploymentPaused', message: 'Deployment is paused', nowMs } as const)
    : ({ reason: 'DeploymentResumed', message: 'Deployment is resumed', nowMs } as const);
  const next = [...setCondition(conditions, newCondition('Progressing', 'Unknown', why))];
  const marked = { ...deployment, status: { ...deployment.status, conditions: next } };
  api.updateStatus('deployments', marked, { fieldManager });
  // Upstream goes on with the version it has, so its next write conflicts and the sync is repeated; which is why a new
  // ReplicaSet of a resumed Deployment never shows as NewReplicaSetCreated.
  return marked;
}

function scaleOnly(context: FindContext, found: Found): SyncResult | undefined {
  const { deployment, newReplicaSet, old } = found;
  const { scale } = createScaler(context.api, context.events, deployment);
  const desired = desiredReplicas(deployment);
  const only = findActiveOrLatest(newReplicaSet, old);
  if (only) {
    if (desiredReplicas(only) !== desired) scale([{ replicaSet: only, replicas: desired }]);
  } else if (newReplicaSet && isSaturated(deployment, newReplicaSet)) {
    scale(activeReplicaSets(old).map((replicaSet) => ({ replicaSet, replicas: 0 })));
  } else if (deployment.spec.strategy?.type !== 'Recreate') {
    const all = newReplicaSet ? [...old, newReplicaSet] : old;
    scale(planProportionalScale(deployment, activeReplicaSets(all)));
  }
  if (deployment.spec.paused) cleanUp(context, found);
  return writeCounts(context, found);
}

/** Whether the new ReplicaSet has reached the full size and all its Pods are available. */
function isSaturated(deployment: StoredDeployment, replicaSet: StoredReplicaSet): boolean {
  const desired = desiredReplicas(deployment);
  return (
    desiredReplicas(replicaSet) === desired &&
    sizeAnnotation(replicaSet, desiredReplicasAnnotation) === desired &&
    replicaSet.status?.availableReplicas === desired
  );
}

/** @see pkg/controller/deployment/rolling.go rolloutRolling */
function roll(context: FindContext, found: Found): SyncResult | undefined {
  const { deployment, newReplicaSet, old } = found;
  if (!newReplicaSet) return writeProgress(context, found);
  const { scale } = createScaler(context.api, context.events, deployment);
  const current = desiredReplicas(newReplicaSet);
  const size = newReplicaSetSize(deployment, current, totalReplicas([...old, newReplicaSet]));
  const isScaledUp = size !== current && scale([{ replicaSet: newReplicaSet, replicas: size }]);
  if (isScaledUp || scale(planScaleDown(deployment, newReplicaSet, activeReplicaSets(old)))) {
    return writeProgress(context, found);
  }
  if (isStoredStatusComplete(deployment)) cleanUp(context, found);
  return writeProgress(context, found);
}

/** @see pkg/controller/deployment/recreate.go rolloutRecreate */
function recreate(context: FindContext, found: Found, create: () => Found): SyncResult | undefined {
  const { deployment, old } = found;
  const { scale } = createScaler(context.api, context.events, deployment);
  if (scale(activeReplicaSets(old).map((replicaSet) => ({ replicaSet, replicas: 0 })))) {
    return writeProgress(context, found);
  }
  if (areOldPodsRunning(old, ({ metadata }) => context.api.listOwnedBy('pods', metadata.uid))) {
    return writeProgress(context, found);
  }
  const complete = found.newReplicaSet ? found : create();
  const desired = desiredReplicas(deployment);
  if (complete.newReplicaSet && desiredReplicas(complete.newReplicaSet) !== desired) {
    scale([{ replicaSet: complete.newReplicaSet, replicas: desired }]);
  }
  if (isStoredStatusComplete(complete.deployment)) cleanUp(context, complete);
  return writeProgress(context, complete);
}

function isStoredStatusComplete(deployment: StoredDeployment): boolean {
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = deployment.status ?? {};
  const stored = { updatedReplicas, replicas, availableReplicas, observedGeneration } as CountedStatus;
  return isRolloutComplete(deployment, stored);
}

function cleanUp({ api }: FindContext, { deployment, old }: Found): void {
  for (const { metadata } of chooseReplicaSetsToDelete(deployment, old)) {
    unlessGone(() => api.delete('replicasets', metadata.namespace, metadata.name, { fieldManager }));
  }
}

function writeCounts(context: FindContext, found: Found): undefined {
  writeStatus(context, found.deployment, countStatus(found.deployment, found, context.nowMs));
}

function writeProgress(context: FindContext, found: Found): SyncResult | undefined {
  const { nowMs } = context;
  const { deployment } = found;
  const status = withProgress(deployment, found, { status: countStatus(deployment, found, nowMs), nowMs });
  writeStatus(context, deployment, status);
  const requeueAfterMs = stuckCheckMs(deployment, status, nowMs);
  return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
}

function writeStatus({ api }: FindContext, deployment: StoredDeployment, status: CountedStatus): void {
  api.updateStatus('deployments', { ...deployment, status: serialiseStatus(status) }, { fieldManager });
}
