import type { KubeObject } from '@podlab/apimachinery';
import type { Condition } from '@podlab/lab-format';
import { type ConditionResult, selectObjects } from './condition.ts';
import { joined, type Outcome } from './outcome.ts';
import type { Scope } from './scope.ts';

/** A condition holds now, and has held without a break for `forSeconds`. */
export function judgeObject(condition: Condition, forSeconds: number, scope: Scope): Outcome {
  const { now: result, starts, heldSinceMs } = scope.condition(condition);
  const around = aroundObjects(condition, result, starts);
  const found = sayCondition(condition, result);
  if (!result.holds) return { verdict: 'notYet', found, ...around };
  const heldMs = scope.nowMs - (heldSinceMs ?? scope.nowMs);
  const leftMs = forSeconds * 1000 - heldMs;
  if (leftMs <= 0) return { verdict: 'passed', found, ...around };
  return {
    verdict: 'notYet',
    found: `${found} It has been so for ${(heldMs / 1000).toFixed(1)} s of ${forSeconds} s.`,
    ...around,
    recheckAfterMs: leftMs,
  };
}

/** What near misses of an object or history check may look at and name. */
export function aroundObjects(
  condition: Condition,
  result: ConditionResult,
  starts: readonly KubeObject[],
): Pick<Outcome, 'near' | 'words'> {
  const names = (objects: readonly KubeObject[]) => joined(objects.map((object) => object.metadata?.name ?? ''));
  return {
    near: () => ({ objects: result.objects, starts: selectObjects(condition, starts) }),
    words: () => ({ objects: names(result.objects), notHolding: names(result.notHolding) }),
  };
}

/** What is, in general words; a lab's near misses say it better where they know the state. */
export function sayCondition(condition: Condition, result: ConditionResult): string {
  const { objects, notHolding, problem } = result;
  const what = condition.name === undefined ? `${condition.kind}s` : `the ${condition.kind} ${condition.name}`;
  if (objects.length === 0)
    return condition.name === undefined ? `There are no ${what}.` : `There is no ${what.slice(4)}.`;
  if (condition.name !== undefined) {
    if (notHolding.length === 0) return `It is so for ${what}.`;
    return `It is not so for ${what}${problem === undefined ? '' : ` (${problem})`}.`;
  }
  const names = joined(notHolding.map((object) => object.metadata?.name ?? ''));
  const holding = `It is so for ${objects.length - notHolding.length} of ${objects.length} ${what}`;
  return notHolding.length === 0 ? `${holding}.` : `${holding}, not for ${names}.`;
}
