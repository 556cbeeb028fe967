import type { Stored } from '@podlab/apimachinery';
import type { NodeSelectorTerm, PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type { StoredPod } from '../resources/pod-of.ts';
import { type DescribeWriter, timeText, writeAnnotations, writePairs } from './describe-writer.ts';
import { goList, pairsText } from './head.ts';

const shortModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** Writes a claim as `kubectl describe pvc` does, but for its events. @param pods those that use it */
export function describeClaim(
  writer: DescribeWriter,
  { metadata, spec, status }: Stored<PersistentVolumeClaim>,
  pods: readonly StoredPod[],
): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writer.line(0, `StorageClass:\t${spec?.storageClassName ?? ''}`);
  writer.line(0, `Status:\t${metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? '')}`);
  writer.line(0, `Volume:\t${spec?.volumeName ?? ''}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, `Finalizers:\t${goList(metadata.finalizers)}`);
  const isBound = (spec?.volumeName ?? '') !== '';
  writer.line(0, `Capacity:\t${isBound ? (status?.capacity?.['storage'] ?? '0') : ''}`);
  writer.line(0, `Access Modes:\t${isBound ? modesText(status?.accessModes) : ''}`);
  if (spec?.volumeMode) writer.line(0, `VolumeMode:\t${spec.volumeMode}`);
  if (pods.length === 0) writer.line(0, 'Used By:\t<none>');
  pods.forEach((pod, index) => writer.line(0, `${index === 0 ? 'Used By:' : ''}\t${pod.metadata.name}`));
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
  writer.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const one of conditions)
    writer.line(
      1,
      `${one.type} \t${one.status} \t${timeText(one.lastProbeTime)} \t${timeText(one.lastTransitionTime)} \t${one.reason ?? ''} \t${one.message ?? ''}`,
    );
}

/** Writes a volume as `kubectl describe pv` does, but for its events. */
export function describeVolume(writer: DescribeWriter, { metadata, spec, status }: Stored<PersistentVolume>): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, `Finalizers:\t${goList(metadata.finalizers)}`);
  writer.line(0, `StorageClass:\t${spec?.storageClassName ?? ''}`);
  writer.line(0, `Status:\t${metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? '')}`);
  const claim = spec?.claimRef;
  writer.line(0, `Claim:\t${claim ? `${claim.namespace ?? ''}/${claim.name ?? ''}` : ''}`);
  writer.line(0, `Reclaim Policy:\t${spec?.persistentVolumeReclaimPolicy ?? ''}`);
  writer.line(0, `Access Modes:\t${modesText(spec?.accessModes)}`);
  if (spec?.volumeMode) writer.line(0, `VolumeMode:\t${spec.volumeMode}`);
  writer.line(0, `Capacity:\t${spec?.capacity?.['storage'] ?? '0'}`);
  writeNodeAffinity(writer, spec?.nodeAffinity?.required?.nodeSelectorTerms);
  writer.line(0, `Message:\t${status?.message ?? ''}`);
  writer.line(0, 'Source:');
  if (spec?.hostPath) {
    writer.line(2, 'Type:\tHostPath (bare host directory volume)');
    writer.line(2, `Path:\t${spec.hostPath.path}`);
    writer.line(2, `HostPathType:\t${spec.hostPath.type ?? ''}`);
  } else if (spec?.local) {
    writer.line(2, 'Type:\tLocalVolume (a persistent volume backed by local storage on a node)');
    writer.line(2, `Path:\t${spec.local.path}`);
  } else writer.line(1, '<unknown>');
}

/** Writes a class as `kubectl describe storageclass` does, but for its events. */
export function describeStorageClass(writer: DescribeWriter, storageClass: Stored<StorageClass>): void {
  const { metadata, provisioner, parameters, allowVolumeExpansion, mountOptions = [] } = storageClass;
  const isDefault = metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `IsDefaultClass:\t${isDefault ? 'Yes' : 'No'}`);
  writer.line(0, `Annotations:\t${pairsText(metadata.annotations)}`);
  writer.line(0, `Provisioner:\t${provisioner}`);
  writer.line(0, `Parameters:\t${pairsText(parameters)}`);
  const expansion = allowVolumeExpansion === undefined ? '<unset>' : allowVolumeExpansion ? 'True' : 'False';
  writer.line(0, `AllowVolumeExpansion:\t${expansion}`);
  writer.line(0, mountOptions.length === 0 ? 'MountOptions:\t<none>' : 'MountOptions:');
  for (const option of mountOptions) writer.line(1, option);
  if (storageClass.reclaimPolicy) writer.line(0, `ReclaimPolicy:\t${storageClass.reclaimPolicy}`);
  if (storageClass.volumeBindingMode) writer.line(0, `VolumeBindingMode:\t${storageClass.volumeBindingMode}`);
}

function modesText(modes: readonly string[] = []): string {
  return Object.keys(shortModes)
    .filter((mode) => modes.includes(mode))
    .map((mode) => shortModes[mode])
    .join(',');
}

function writeNodeAffinity(writer: DescribeWriter, terms: readonly NodeSelectorTerm[] | undefined): void {
  writer.line(0, terms ? 'Node Affinity:' : 'Node Affinity:\t<none>');
  if (!terms) return;
  writer.line(1, terms.length === 0 ? 'Required Terms:\t<none>' : 'Required Terms:');
  terms.forEach(({ matchExpressions = [] }, index) => {
    if (matchExpressions.length === 0) writer.line(2, `Term ${index}:\t<none>`);
    matchExpressions.forEach(({ key, operator, values = [] }, at) => {
      const list = values.length > 0 ? ` [${values.join(', ')}]` : '';
      writer.line(2, `${at === 0 ? `Term ${index}:` : ''}\t${key} ${operator.toLowerCase()}${list}`);
    });
  });
}
