import { formatTime } from '@podlab/apimachinery';
import type { DeploymentCondition } from 'kubernetes-types/apps/v1';

/** The reasons that a Deployment's conditions give. @see pkg/controller/deployment/util/deployment_util.go */
export type DeploymentReason =
  | 'DeploymentPaused'
  | 'DeploymentResumed'
  | 'FoundNewReplicaSet'
  | 'MinimumReplicasAvailable'
  | 'MinimumReplicasUnavailable'
  | 'NewReplicaSetAvailable'
  | 'NewReplicaSetCreated'
  | 'ProgressDeadlineExceeded'
  | 'ReplicaSetCreateError'
  | 'ReplicaSetUpdated';

type Conditions = readonly DeploymentCondition[];

export function findCondition(conditions: Conditions | undefined, type: string): DeploymentCondition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** A condition as of now. */
export function newCondition(
  type: 'Available' | 'Progressing',
  status: 'True' | 'False' | 'Unknown',
  why: { readonly reason: DeploymentReason; readonly message: string; readonly nowMs: number },
): DeploymentCondition {
  const now = formatTime(why.nowMs);
  return {
    type,
    status,
    lastUpdateTime: now,
    lastTransitionTime: now,
    reason: why.reason,
    message: why.message,
  };
}

/**
 * Puts a condition last, unless it is there with this status and reason. The time of transition stays while the status
 * does. @see pkg/controller/deployment/util/deployment_util.go SetDeploymentCondition
 */
export function setCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const known = findCondition(conditions, condition.type);
  if (known?.status === condition.status && known.reason === condition.reason) return conditions;
  const transition =
    known?.status === condition.status && known.lastTransitionTime
      ? { lastTransitionTime: known.lastTransitionTime }
      : {};
  return [...removeCondition(conditions, condition.type), { ...condition, ...transition }];
}

export function removeCondition(conditions: Conditions, type: string): Conditions {
  return conditions.filter((condition) => condition.type !== type);
}
