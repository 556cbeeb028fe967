import { controllerOf, formatSelector, selectorOf, type Stored } from '@podlab/apimachinery';
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { StoredPod } from '../resources/pod-of.ts';
import { type DescribeWriter, timeText, writeAnnotations, writePairs } from './describe-writer.ts';
import { writePodTemplate } from './pod-template.ts';

/** What became of a Deployment's ReplicaSets. */
export interface Generations {
  /** The one that the template stands for now; undefined when there is none yet. */
  readonly current: Stored<ReplicaSet> | undefined;
  /** All others, the first created first. */
  readonly old: readonly Stored<ReplicaSet>[];
}

/** Writes a Deployment as `kubectl describe deployment` does, but for its events. */
export function describeDeployment(
  writer: DescribeWriter,
  deployment: Stored<Deployment>,
  generations: Generations,
): void {
  const { metadata, spec, status = {} } = deployment;
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writer.line(0, `CreationTimestamp:\t${timeText(metadata.creationTimestamp)}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, `Selector:\t${selectorText(spec?.selector)}`);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
  writer.line(
    0,
    `Replicas:\t${spec?.replicas ?? 1} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`,
  );
  writer.line(0, `StrategyType:\t${spec?.strategy?.type ?? ''}`);
  writer.line(0, `MinReadySeconds:\t${spec?.minReadySeconds ?? 0}`);
  const rolling = spec?.strategy?.rollingUpdate;
  if (rolling)
    writer.line(0, `RollingUpdateStrategy:\t${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`);
  if (spec) writePodTemplate(writer, spec.template);
  writeConditions(writer, status.conditions ?? []);
  writer.line(
    0,
    `OldReplicaSets:\t${generations.old.length === 0 ? '<none>' : generations.old.map(replicaSetText).join(', ')}`,
  );
  writer.line(0, `NewReplicaSet:\t${generations.current ? replicaSetText(generations.current) : '<none>'}`);
}

/** Writes a ReplicaSet as `kubectl describe replicaset` does, but for its events. */
export function describeReplicaSet(
  writer: DescribeWriter,
  replicaSet: Stored<ReplicaSet>,
  pods: readonly StoredPod[],
): void {
  const { metadata, spec, status } = replicaSet;
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writer.line(0, `Selector:\t${selectorText(spec?.selector)}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  const owner = controllerOf(replicaSet);
  if (owner) writer.line(0, `Controlled By:\t${owner.kind}/${owner.name}`);
  writer.line(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec?.replicas ?? 1} desired`);
  const count = (phase: string) => pods.filter((pod) => pod.status?.phase === phase).length;
  writer.line(
    0,
    `Pods Status:\t${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
  );
  if (spec?.template) writePodTemplate(writer, spec.template);
  if (status?.conditions && status.conditions.length > 0) writeConditions(writer, status.conditions);
}

function writeConditions(
  writer: DescribeWriter,
  conditions: readonly { readonly type: string; readonly status: string; readonly reason?: string }[],
): void {
  if (conditions.length === 0) return;
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type\tStatus\tReason');
  writer.line(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) writer.line(1, `${type} \t${status}\t${reason}`);
}

function replicaSetText({ metadata, spec, status }: Stored<ReplicaSet>): string {
  return `${metadata.name} (${status?.replicas ?? 0}/${spec?.replicas ?? 0} replicas created)`;
}

function selectorText(selector: LabelSelector | undefined): string {
  return selector ? formatSelector(selectorOf(selector)) : '';
}
