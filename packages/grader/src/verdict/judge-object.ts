import type { KubeObject } from '@podlab/apimachinery';
import type { Condition } from '@podlab/lab-format';
import { type ConditionResult, selectObjects, testCondition } from './condition.ts';
import { joined, type Outcome } from './outcome.ts';
import { objectsOfKind, resourceOf, type Scope } from './scope.ts';

/** A condition holds now, and has held without a break for `forSeconds`. */
export function judgeObject(condition: Condition, forSeconds: number, scope: Scope): Outcome {
  const now = objectsOfKind(scope.history, condition.kind);
  const starts = objectsOfKind(scope.history, condition.kind, scope.sinceN);
  const result = testCondition(condition, now, starts);
  const around = aroundObjects(condition, result, starts);
  const found = sayCondition(condition, result);
  if (!result.holds) return { verdict: 'notYet', found, ...around };
  const heldMs = scope.nowMs - heldSinceMs(condition, forSeconds * 1000, starts, scope);
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

/**
 * Since when the condition has held without a break; a gap is a break. Looks back no further than it takes to know that
 * it has held for `enoughMs`: all objects are judged anew at every entry of the record.
 */
function heldSinceMs(condition: Condition, enoughMs: number, starts: readonly KubeObject[], scope: Scope): number {
  const { history } = scope;
  const resource = resourceOf(condition.kind);
  const entries = history.log.entries();
  let sinceMs = scope.nowMs;
  for (let n = entries.length - 1; n >= scope.sinceN && scope.nowMs - sinceMs < enoughMs; n -= 1) {
    const entry = entries[n];
    if (!entry || !('resource' in entry) || entry.resource !== resource) continue;
    if (!testCondition(condition, objectsOfKind(history, condition.kind, n), starts).holds) return sinceMs;
    sinceMs = entry.observedAtMs;
    if (entry.type === 'snapshot') return sinceMs;
  }
  return Math.min(sinceMs, scope.sinceMs);
}
