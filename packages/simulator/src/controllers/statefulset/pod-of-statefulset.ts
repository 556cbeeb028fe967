import type { Pod as NewPod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { podFromTemplate } from '../objects/pod-from-template.ts';
import { claimsFor } from './claims.ts';
import { podIndexLabel, podNameLabel, revisionLabel, type StatefulSet } from './stateful-pods.ts';

/**
 * The Pod of one ordinal: a template of the StatefulSet with a name and a host name that stay, and with its claims.
 * @param template of the revision that it is made from
 */
export function podOfStatefulSet(
  set: StatefulSet,
  ordinal: number,
  { template, revision }: { readonly template: PodTemplateSpec; readonly revision: string },
): NewPod {
  const pod = podFromTemplate({ ...set, spec: { template } });
  const name = `${set.metadata.name}-${ordinal}`;
  const { metadata = {}, spec } = pod;
  metadata.name = name;
  metadata.labels = {
    ...metadata.labels,
    [podIndexLabel]: String(ordinal),
    [revisionLabel]: revision,
    [podNameLabel]: name,
  };
  if (!spec) return pod;
  spec.hostname = name;
  if (set.spec?.serviceName) spec.subdomain = set.spec.serviceName;
  const claims = claimsFor(set, ordinal);
  if (claims.size === 0) return pod;
  const claimVolumes = [...claims].map(([volume, { metadata: claim }]) => ({
    name: volume,
    persistentVolumeClaim: { claimName: claim?.name ?? '' },
  }));
  spec.volumes = [...claimVolumes, ...(spec.volumes ?? []).filter((volume) => !claims.has(volume.name))];
  return pod;
}
