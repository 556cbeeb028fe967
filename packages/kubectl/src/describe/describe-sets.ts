import { formatSelector, selectorOf, type Stored } from '@podlab/apimachinery';
import type { DaemonSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { StoredPod } from '../resources/pod-of.ts';
import { type DescribeWriter, timeText, writeAnnotations, writePairs } from './describe-writer.ts';
import { writePodTemplate } from './pod-template.ts';

/** Writes a StatefulSet as `kubectl describe statefulset` does, but for its events. */
export function describeStatefulSet(
  writer: DescribeWriter,
  { metadata, spec, status }: Stored<StatefulSet>,
  pods: readonly StoredPod[],
): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writer.line(0, `CreationTimestamp:\t${timeText(metadata.creationTimestamp)}`);
  writer.line(0, `Selector:\t${spec ? formatSelector(selectorOf(spec.selector)) : ''}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, `Replicas:\t${spec?.replicas ?? 1} desired | ${status?.replicas ?? 0} total`);
  writer.line(0, `Update Strategy:\t${spec?.updateStrategy?.type ?? ''}`);
  const partition = spec?.updateStrategy?.rollingUpdate?.partition;
  if (partition !== undefined) writer.line(1, `Partition:\t${partition}`);
  writer.line(0, `Pods Status:\t${podsText(pods)}`);
  if (spec) writePodTemplate(writer, spec.template);
  writeClaims(writer, spec?.volumeClaimTemplates ?? []);
}

/** Writes a DaemonSet as `kubectl describe daemonset` does, but for its events. */
export function describeDaemonSet(
  writer: DescribeWriter,
  { metadata, spec, status }: Stored<DaemonSet>,
  pods: readonly StoredPod[],
): void {
  const nodeLabels = Object.entries(spec?.template.spec?.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writer.line(0, `Selector:\t${spec ? formatSelector(selectorOf(spec.selector)) : ''}`);
  writer.line(0, `Node-Selector:\t${nodeLabels.length > 0 ? nodeLabels.toSorted().join(',') : '<none>'}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
  writer.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
  writer.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
  writer.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
  writer.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
  writer.line(0, `Pods Status:\t${podsText(pods)}`);
  if (spec) writePodTemplate(writer, spec.template);
}

function podsText(pods: readonly StoredPod[]): string {
  const count = (phase: string) => pods.filter(({ status }) => status?.phase === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}

function writeClaims(writer: DescribeWriter, claims: readonly PersistentVolumeClaim[]): void {
  if (claims.length === 0) return writer.line(0, 'Volume Claims:\t<none>');
  writer.line(0, 'Volume Claims:');
  for (const { metadata, spec } of claims) {
    writer.line(1, `Name:\t${metadata?.name ?? ''}`);
    writer.line(1, `StorageClass:\t${spec?.storageClassName ?? ''}`);
    writePairs(writer, '  Labels', metadata?.labels);
    writeAnnotations(writer, '  Annotations', metadata?.annotations);
    writer.line(1, `Capacity:\t${spec?.resources?.requests?.['storage'] ?? '<default>'}`);
    writer.line(1, `Access Modes:\t[${(spec?.accessModes ?? []).join(' ')}]`);
  }
}
