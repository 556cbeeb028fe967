/** A field of Kubernetes 1.35 that `kubernetes-types` (1.30) does not know. */
declare module 'kubernetes-types/apps/v1' {
  interface ReplicaSetStatus {
    /** Pods that are being deleted and have not ended. */
    terminatingReplicas?: number;
  }
  interface DeploymentStatus {
    /** Pods that are being deleted and have not ended. */
    terminatingReplicas?: number;
  }
}

export {};
