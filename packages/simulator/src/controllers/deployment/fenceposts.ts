import type { StoredDeployment } from './types.ts';
import { desiredReplicas } from './types.ts';

/** How far a rolling update may stray from the desired number of Pods. */
export interface Fenceposts {
  /** Pods that may be there in addition. */
  readonly maxSurge: number;
  /** Pods that may be missing. */
  readonly maxUnavailable: number;
}

/**
 * Percentages of surge round up, those of unavailability down; when both come to 0, one Pod may be unavailable, or
 * nothing could ever move. Not a rolling update: both 0.
 * @see pkg/controller/deployment/util/deployment_util.go ResolveFenceposts, MaxSurge, MaxUnavailable
 */
export function fencepostsOf(deployment: StoredDeployment): Fenceposts {
  const { strategy } = deployment.spec;
  if (strategy?.type === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 };
  const replicas = desiredReplicas(deployment);
  const maxSurge = scaled(strategy?.rollingUpdate?.maxSurge ?? '25%', replicas, Math.ceil);
  const maxUnavailable = scaled(strategy?.rollingUpdate?.maxUnavailable ?? '25%', replicas, Math.floor);
  if (maxSurge === 0 && maxUnavailable === 0) return { maxSurge, maxUnavailable: Math.min(1, replicas) };
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) };
}

function scaled(value: number | string, total: number, round: (n: number) => number): number {
  if (typeof value === 'number') return value;
  return round((parseInt(value, 10) * total) / 100);
}
