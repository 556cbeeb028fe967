import type { Volume } from 'kubernetes-types/core/v1';
import { named, type PodCheck, sortedSet, uses } from './pod-check.ts';

const allowed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

export const checkRestrictedVolumes: PodCheck = ({ spec }) => {
  const bad = (spec.volumes ?? []).filter((volume) => !allowed.includes(sourceOf(volume)));
  if (bad.length === 0) return undefined;
  const names = bad.map(({ name }) => name);
  const types = named('restricted volume type', sortedSet(bad.map(sourceOf)));
  return { reason: 'restricted volume types', detail: `${named('volume', names)} ${uses(names)} ${types}` };
};

/** A volume has one source: the API server has seen to that. */
function sourceOf({ name: _name, ...sources }: Volume): string {
  return Object.keys(sources)[0] ?? 'unknown';
}
