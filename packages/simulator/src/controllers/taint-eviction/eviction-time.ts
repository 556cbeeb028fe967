import type { Taint, Toleration } from 'kubernetes-types/core/v1';
import { tolerates } from '../objects/taints.ts';

/**
 * How long a Pod may stay on a node with these NoExecute taints.
 * @returns milliseconds; 0: it must go at once; undefined: for ever
 * @see pkg/controller/tainteviction/taint_eviction.go processPodOnNode, getMinTolerationTime
 */
export function toleratedMs(taints: readonly Taint[], tolerations: readonly Toleration[]): number | undefined {
  const used: Toleration[] = [];
  for (const taint of taints) {
    const toleration = tolerations.find((candidate) => tolerates(candidate, taint));
    if (!toleration) return 0;
    used.push(toleration);
  }
  const limits = used.flatMap(({ tolerationSeconds }) => (tolerationSeconds === undefined ? [] : [tolerationSeconds]));
  return limits.length > 0 ? Math.max(0, Math.min(...limits)) * 1000 : undefined;
}
