import type { PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { internalJson, internalObject } from './internal-json.ts';

/** The spec of a Pod as Go prints the API server's internal type; see `internalJson`. */
export function internalPodJson(spec: PodSpec): string {
  return internalJson('PodSpec', withInnerSecurity(spec));
}

/** A Pod template as Go prints the internal type in the fault of a field: metadata's fields by their API names. */
export function internalPodTemplate({ metadata, spec }: PodTemplateSpec): Record<string, unknown> {
  const { labels, annotations, ...rest } = metadata ?? {};
  return {
    ...rest,
    ...(labels ? { labels: sorted(labels) } : {}),
    ...(annotations ? { annotations: sorted(annotations) } : {}),
    Spec: internalObject('PodSpec', withInnerSecurity(spec ?? { containers: [] })),
  };
}

/** Inside, what concerns the host's namespaces is part of the security context. */
function withInnerSecurity(spec: PodSpec): Record<string, unknown> {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, ...rest } = spec as PodSpec & {
    hostUsers?: boolean;
  };
  const securityContext = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, ...spec.securityContext };
  return { ...rest, securityContext };
}

function sorted(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
