import type { Volume } from 'kubernetes-types/core/v1';
import type { DescribeWriter } from './describe-writer.ts';

/** Writes a Pod's volumes. @param isTemplate two blanks further in */
export function writeVolumes(writer: DescribeWriter, volumes: readonly Volume[], isTemplate: boolean): void {
  writer.line(isTemplate ? 1 : 0, volumes.length === 0 ? 'Volumes:\t<none>' : 'Volumes:');
  for (const volume of volumes) {
    writer.line(1, `${isTemplate ? ' ' : ''}${volume.name}:`);
    for (const line of volumeLines(volume)) writer.line(2, line);
  }
}

function volumeLines(volume: Volume): string[] {
  if (volume.projected) return projectedLines(volume.projected);
  if (volume.emptyDir) {
    const { medium = '', sizeLimit } = volume.emptyDir;
    return [
      "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)",
      `Medium:\t${medium}`,
      `SizeLimit:\t${sizeLimit ?? '<unset>'}`,
    ];
  }
  if (volume.configMap) {
    return [
      'Type:\tConfigMap (a volume populated by a ConfigMap)',
      `Name:\t${volume.configMap.name ?? ''}`,
      `Optional:\t${volume.configMap.optional ?? false}`,
    ];
  }
  if (volume.secret) {
    return [
      'Type:\tSecret (a volume populated by a Secret)',
      `SecretName:\t${volume.secret.secretName ?? ''}`,
      `Optional:\t${volume.secret.optional ?? false}`,
    ];
  }
  if (volume.downwardAPI) {
    return [
      'Type:\tDownwardAPI (a volume populated by information about the pod)',
      'Items:',
      ...(volume.downwardAPI.items ?? []).map(
        ({ path, fieldRef, resourceFieldRef }) =>
          `  ${fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? ''} -> ${path}`,
      ),
    ];
  }
  if (volume.hostPath) {
    return [
      'Type:\tHostPath (bare host directory volume)',
      `Path:\t${volume.hostPath.path}`,
      `HostPathType:\t${volume.hostPath.type ?? ''}`,
    ];
  }
  if (volume.persistentVolumeClaim) {
    return [
      'Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
      `ClaimName:\t${volume.persistentVolumeClaim.claimName}`,
      `ReadOnly:\t${volume.persistentVolumeClaim.readOnly ?? false}`,
    ];
  }
  return ['<unknown>'];
}

function projectedLines({ sources = [] }: NonNullable<Volume['projected']>): string[] {
  const lines = ['Type:\tProjected (a volume that contains injected data from multiple sources)'];
  for (const { secret, configMap, downwardAPI, serviceAccountToken } of sources) {
    if (secret) lines.push(`SecretName:\t${secret.name ?? ''}`, `Optional:\t${secret.optional ?? false}`);
    else if (downwardAPI) lines.push('DownwardAPI:\ttrue');
    else if (configMap)
      lines.push(`ConfigMapName:\t${configMap.name ?? ''}`, `Optional:\t${configMap.optional ?? false}`);
    else if (serviceAccountToken)
      lines.push(`TokenExpirationSeconds:\t${serviceAccountToken.expirationSeconds ?? 3600}`);
  }
  return lines;
}
