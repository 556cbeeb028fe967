import type { SuccessPolicy } from 'kubernetes-types/batch/v1';
import { IndexSet } from './index-set.ts';

/**
 * The first rule of a success policy that the succeeded indexes satisfy: all of its indexes, or `succeededCount` of them,
 * or that many of any.
 * @returns its place among the rules; undefined when none is satisfied
 * @see pkg/controller/job/success_policy.go matchSuccessPolicy
 */
export function findSatisfiedRule(
  policy: SuccessPolicy | undefined,
  completions: number,
  succeeded: IndexSet,
): number | undefined {
  if (succeeded.size === 0) return undefined;
  const at = (policy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && succeeded.size >= succeededCount;
    const wanted = IndexSet.parse(succeededIndexes, completions);
    if (wanted.size === 0) return false;
    return succeeded.countCommon(wanted) >= (succeededCount ?? wanted.size);
  });
  return at < 0 ? undefined : at;
}
