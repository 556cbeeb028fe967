import type { PodSpec } from 'kubernetes-types/core/v1';
import { internalJson } from './internal-json.ts';

/** The spec of a Pod as Go prints the API server's internal type; see `internalJson`. */
export function internalPodJson(spec: PodSpec): string {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, ...rest } = spec as PodSpec & {
    hostUsers?: boolean;
  };
  // Inside, what concerns the host's namespaces is part of the security context.
  const securityContext = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, ...spec.securityContext };
  return internalJson('PodSpec', { ...rest, securityContext });
}
