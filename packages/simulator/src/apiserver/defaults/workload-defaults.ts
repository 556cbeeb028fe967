import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import { defaultPodSpec } from './pod-defaults.ts';

/** Fills in what a Deployment leaves out. Changes it in place. @see pkg/apis/apps/v1/defaults.go (v1.36) */
export function defaultDeployment({ spec }: Deployment): void {
  if (!spec) return;
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  spec.strategy ??= {};
  spec.strategy.type ||= 'RollingUpdate';
  if (spec.strategy.type === 'RollingUpdate') {
    spec.strategy.rollingUpdate ??= {};
    spec.strategy.rollingUpdate.maxUnavailable ??= '25%';
    spec.strategy.rollingUpdate.maxSurge ??= '25%';
  }
  if (spec.template?.spec) defaultPodSpec(spec.template.spec);
}

/** Fills in what a ReplicaSet leaves out. Changes it in place. */
export function defaultReplicaSet({ spec }: ReplicaSet): void {
  if (!spec) return;
  spec.replicas ??= 1;
  if (spec.template?.spec) defaultPodSpec(spec.template.spec);
}
