import type { DeploymentCondition, DeploymentStatus } from 'kubernetes-types/apps/v1';
import { newCondition, setCondition } from './conditions.ts';
import { fencepostsOf } from './fenceposts.ts';
import { desiredReplicas, type StoredDeployment, type StoredReplicaSet, totalReplicas } from './types.ts';

/** A field of Kubernetes 1.35 that `kubernetes-types` (1.30) does not know. */
declare module 'kubernetes-types/apps/v1' {
  interface DeploymentStatus {
    /** Pods that are being deleted and have not ended. */
    terminatingReplicas?: number;
  }
}

/** The ReplicaSets of a Deployment as one sync found them. */
export interface Rollout {
  readonly newReplicaSet: StoredReplicaSet | undefined;
  readonly old: readonly StoredReplicaSet[];
}

/** A status with all its counts. */
export interface CountedStatus {
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly unavailableReplicas: number;
  readonly terminatingReplicas: number;
  readonly conditions: readonly DeploymentCondition[];
  readonly collisionCount: number | undefined;
}

/**
 * Adds the ReplicaSets' counts up and sets the Available condition.
 * @see pkg/controller/deployment/sync.go calculateStatus
 */
export function countStatus(deployment: StoredDeployment, rollout: Rollout, nowMs: number): CountedStatus {
  const all = rollout.newReplicaSet ? [...rollout.old, rollout.newReplicaSet] : rollout.old;
  const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas') =>
    all.reduce((total, { status }) => total + (status?.[field] ?? 0), 0);
  const availableReplicas = sum('availableReplicas');
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: sum('replicas'),
    updatedReplicas: rollout.newReplicaSet?.status?.replicas ?? 0,
    readyReplicas: sum('readyReplicas'),
    availableReplicas,
    unavailableReplicas: Math.max(0, totalReplicas(all) - availableReplicas),
    terminatingReplicas: sum('terminatingReplicas'),
    conditions: setCondition(deployment.status?.conditions ?? [], availability(deployment, availableReplicas, nowMs)),
    collisionCount: deployment.status?.collisionCount,
  };
}

function availability(deployment: StoredDeployment, available: number, nowMs: number): DeploymentCondition {
  const isAvailable = available >= desiredReplicas(deployment) - fencepostsOf(deployment).maxUnavailable;
  return isAvailable
    ? newCondition('Available', 'True', {
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
        nowMs,
      })
    : newCondition('Available', 'False', {
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
        nowMs,
      });
}

/** The status as the API shows it: fields in its order, counts of 0 left out but for the terminating ones. */
export function serialiseStatus(status: CountedStatus): DeploymentStatus {
  const { conditions, collisionCount, terminatingReplicas, ...counts } = status;
  return {
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    terminatingReplicas,
    ...(conditions.length > 0 ? { conditions: [...conditions] } : {}),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}
