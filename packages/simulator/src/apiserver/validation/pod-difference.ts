import type { PodSpec } from 'kubernetes-types/core/v1';
import { internalPodJson } from './internal-pod-json.ts';
import { unifiedDiff } from './unified-diff.ts';

/** What a change of a Pod would change, as the API server shows it. */
export function podDifference(old: PodSpec, spec: PodSpec): string {
  return unifiedDiff(internalPodJson(old), internalPodJson(spec));
}
