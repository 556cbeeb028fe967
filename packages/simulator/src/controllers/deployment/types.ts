import type { DeploymentSpec, ReplicaSetSpec } from 'kubernetes-types/apps/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';

/** A Deployment as the API server completes it: `spec` is there. */
export type StoredDeployment = StoredOf<'deployments'> & { readonly spec: DeploymentSpec };
/** A ReplicaSet as the API server completes it: `spec` is there. */
export type StoredReplicaSet = StoredOf<'replicasets'> & { readonly spec: ReplicaSetSpec };

/** How many Pods are asked for; 1 when nothing is said. */
export function desiredReplicas(object: { readonly spec: { readonly replicas?: number } }): number {
  return object.spec.replicas ?? 1;
}

/** The sum of what ReplicaSets ask for. */
export function totalReplicas(replicaSets: readonly { readonly spec: { readonly replicas?: number } }[]): number {
  return replicaSets.reduce((sum, replicaSet) => sum + desiredReplicas(replicaSet), 0);
}
