import { deepEqual, type Stored } from '@podlab/apimachinery';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { PodSpec, PodTemplateSpec, ReplicationController } from 'kubernetes-types/core/v1';
import { defaultPodSpec } from './pod-defaults.ts';

/** Fills in what a Deployment leaves out. Changes it in place. @see pkg/apis/apps/v1/defaults.go (v1.36) */
export function defaultDeployment(draft: Deployment): void {
  const spec = (draft.spec ??= {} as NonNullable<Deployment['spec']>);
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
  defaultTemplate(spec);
}

/** Fills in what a ReplicaSet leaves out. Changes it in place. */
export function defaultReplicaSet(draft: ReplicaSet): void {
  const spec = (draft.spec ??= {} as NonNullable<ReplicaSet['spec']>);
  spec.replicas ??= 1;
  defaultTemplate(spec);
}

/** Fills in what a ReplicationController leaves out: what its template says. Changes it in place. @see pkg/apis/core/v1/defaults.go (v1.36) */
export function defaultReplicationController({ metadata, spec }: ReplicationController): void {
  if (!spec) return;
  const labels = spec.template?.metadata?.labels;
  if (labels) {
    if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
    if (metadata && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
  }
  spec.replicas ??= 1;
  if (spec.template?.spec) defaultPodSpec(spec.template.spec);
}

/** Fills in what a StatefulSet leaves out. Changes it in place. */
export function defaultStatefulSet(draft: StatefulSet): void {
  const spec = (draft.spec ??= {} as NonNullable<StatefulSet['spec']>);
  // The API tells it always, unlike other texts that are empty.
  spec.serviceName ??= '';
  spec.podManagementPolicy ||= 'OrderedReady';
  spec.updateStrategy ??= {};
  const strategy = spec.updateStrategy;
  if (!strategy.type) {
    strategy.type = 'RollingUpdate';
    strategy.rollingUpdate ??= {};
  }
  if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate) {
    strategy.rollingUpdate.partition ??= 0;
    // Behind a feature gate that is off by default: the field is dropped.
    delete strategy.rollingUpdate.maxUnavailable;
  }
  spec.persistentVolumeClaimRetentionPolicy ??= {};
  spec.persistentVolumeClaimRetentionPolicy.whenDeleted ||= 'Retain';
  spec.persistentVolumeClaimRetentionPolicy.whenScaled ||= 'Retain';
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion = 'v1';
    claim.kind = 'PersistentVolumeClaim';
    if (claim.spec) claim.spec.volumeMode ??= 'Filesystem';
    if (!claim.status) Object.assign(claim, { status: { phase: 'Pending' } });
  }
  defaultTemplate(spec);
}

/** Counts the versions of a DaemonSet's template; nobody but the API server changes it. */
export const templateGenerationKey = 'deprecated.daemonset.template.generation';

/** Fills in what a DaemonSet leaves out. Changes it in place. */
export function defaultDaemonSet(draft: DaemonSet): void {
  const spec = (draft.spec ??= {} as NonNullable<DaemonSet['spec']>);
  draft.metadata ??= {};
  // The API's conversion writes it; what it is to be is counted later.
  draft.metadata.annotations = { [templateGenerationKey]: '0', ...draft.metadata.annotations };
  spec.updateStrategy ??= {};
  spec.updateStrategy.type ||= 'RollingUpdate';
  if (spec.updateStrategy.type === 'RollingUpdate') {
    spec.updateStrategy.rollingUpdate ??= {};
    spec.updateStrategy.rollingUpdate.maxUnavailable ??= 1;
    spec.updateStrategy.rollingUpdate.maxSurge ??= 0;
  }
  spec.revisionHistoryLimit ??= 10;
  defaultTemplate(spec);
}

/** A template that is left out is an empty one. */
function defaultTemplate(spec: { template?: PodTemplateSpec }): void {
  spec.template ??= {};
  spec.template.metadata ??= {};
  spec.template.spec ??= {} as PodSpec;
  defaultPodSpec(spec.template.spec);
}

/**
 * Counts the changes of a DaemonSet's template in an annotation, as the API has done since its first version. Changes the
 * draft. @param old undefined when the DaemonSet is created
 */
export function countTemplateGeneration(draft: DaemonSet, old?: Stored<DaemonSet>): void {
  const before = Number(old?.metadata.annotations?.[templateGenerationKey] ?? 0);
  const isChanged = !old || !deepEqual(draft.spec?.template, old.spec?.template);
  draft.metadata ??= {};
  draft.metadata.annotations = {
    ...draft.metadata.annotations,
    [templateGenerationKey]: String(isChanged ? before + 1 : before),
  };
}
