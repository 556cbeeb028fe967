import type { Pod, PodAffinity, PodAffinityTerm } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';

interface Term {
  labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

/**
 * Writes out in the selectors of affinity and topology spread what `matchLabelKeys` and `mismatchLabelKeys` mean for
 * this Pod. A term without a selector stays one that selects nothing. Changes the draft.
 * @see pkg/registry/core/pod/strategy.go `mutatePodAffinity`, `mutateTopologySpreadConstraints` (v1.36)
 */
export function mergeLabelKeys({ metadata, spec }: Pod): void {
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  const terms: Term[] = [
    ...termsOf(podAffinity),
    ...termsOf(podAntiAffinity),
    ...(spec?.topologySpreadConstraints ?? []),
  ];
  for (const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } of terms) {
    if (!labelSelector) continue;
    const requirementsOf = (keys: readonly string[], operator: string) =>
      keys.flatMap((key) => {
        const value = metadata?.labels?.[key];
        return value === undefined ? [] : [{ key, operator, values: [value] }];
      });
    const added = [...requirementsOf(matchLabelKeys, 'In'), ...requirementsOf(mismatchLabelKeys, 'NotIn')];
    if (added.length > 0) labelSelector.matchExpressions = [...(labelSelector.matchExpressions ?? []), ...added];
  }
}

function termsOf(affinity: PodAffinity | undefined): Term[] {
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...preferred.map((weighted) => (weighted.podAffinityTerm as PodAffinityTerm | undefined) ?? {}),
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
  ];
}
