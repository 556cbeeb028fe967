import type { DownwardAPIVolumeFile, Volume } from 'kubernetes-types/core/v1';
import { defaultPullPolicy } from './container-defaults.ts';

/** 0644: the mode of files in volumes that are made of other objects. */
const defaultMode = 420;
const tokenExpirationSeconds = 3600;

/**
 * Fills in what a volume leaves out. Changes it in place.
 * @see pkg/apis/core/v1/defaults.go (v1.36)
 */
export function defaultVolume(volume: Volume): void {
  const { name: _name, ...sources } = volume;
  if (Object.keys(sources).length === 0) volume.emptyDir = {};
  if (volume.hostPath) volume.hostPath.type ??= '';
  const { image } = volume as { image?: { reference?: string; pullPolicy?: string } };
  if (image) image.pullPolicy ||= defaultPullPolicy(image.reference ?? '');
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source) source.defaultMode ??= defaultMode;
  }
  const template = volume.ephemeral?.volumeClaimTemplate;
  if (template) template.metadata ??= {};
  if (template?.spec) template.spec.volumeMode ??= 'Filesystem';
  defaultFieldRefs(volume.downwardAPI?.items);
  for (const source of volume.projected?.sources ?? []) {
    defaultFieldRefs(source.downwardAPI?.items);
    if (source.serviceAccountToken) source.serviceAccountToken.expirationSeconds ??= tokenExpirationSeconds;
  }
}

function defaultFieldRefs(items: readonly DownwardAPIVolumeFile[] | undefined): void {
  for (const item of items ?? []) {
    if (item.fieldRef) item.fieldRef.apiVersion ||= 'v1';
    if (item.resourceFieldRef) item.resourceFieldRef.divisor ??= '0';
  }
}
