import type { KubeObject } from '@podlab/apimachinery';
import { compileExpression, type Condition, objectVariables, type Quantity } from '@podlab/lab-format';

/** A condition, tried on the objects of one instant. */
export interface ConditionResult {
  readonly holds: boolean;
  /** The selected objects, and those among them that do not hold. */
  readonly objects: readonly KubeObject[];
  readonly notHolding: readonly KubeObject[];
  /** Why the expression had no value, when it had none for any object. */
  readonly problem: string | undefined;
}

/** The objects that a condition is about; Pods and others on their way out are not counted. */
export function selectObjects(condition: Condition, objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.filter(({ metadata }) => {
    if (metadata?.deletionTimestamp !== undefined) return false;
    if (condition.name !== undefined && metadata?.name !== condition.name) return false;
    return Object.entries(condition.labels ?? {}).every(([key, value]) => metadata?.labels?.[key] === value);
  });
}

/**
 * Tries a condition.
 * @param objects all objects of the kind
 * @param starts all objects of the kind at the baseline, for `start`
 */
export function testCondition(
  condition: Condition,
  objects: readonly KubeObject[],
  starts: readonly KubeObject[],
): ConditionResult {
  const selected = selectObjects(condition, objects);
  let problem: string | undefined;
  const notHolding = selected.filter((object) => {
    if (condition.matches && !includes(object, condition.matches)) return true;
    if (condition.holds === undefined) return false;
    const start = starts.find((candidate) => candidate.metadata?.name === object.metadata?.name);
    const evaluation = tryHolds(condition.holds, object, start);
    if (!evaluation.ok) problem = evaluation.reason;
    return !evaluation.ok || evaluation.value !== true;
  });
  const holding = selected.length - notHolding.length;
  return { holds: isEnough(condition.quantity, holding, selected.length), objects: selected, notHolding, problem };
}

const tried = new WeakMap<KubeObject, Map<string, ReturnType<ReturnType<typeof compileExpression>['evaluate']>>>();

/** Recorded objects never change, so an expression over one is evaluated once. */
function tryHolds(holds: string, object: KubeObject, start: KubeObject | undefined) {
  const key = `${start?.metadata?.uid ?? ''}@${start?.metadata?.resourceVersion ?? ''} ${holds}`;
  let known = tried.get(object);
  if (!known) tried.set(object, (known = new Map()));
  const before = known.get(key);
  if (before) return before;
  const evaluation = compileExpression(holds, 'object').evaluate(objectVariables(object, start));
  known.set(key, evaluation);
  return evaluation;
}

function isEnough(quantity: Quantity, holding: number, selected: number): boolean {
  if (quantity === 'all') return selected > 0 && holding === selected;
  if (quantity === 'any') return holding > 0;
  if (quantity === 'none') return holding === 0;
  return holding === quantity.exactly;
}

/** Whether every field of `part` is in `whole` with the same value; lists must be equally long. */
export function includes(whole: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return whole === part;
  if (typeof whole !== 'object' || whole === null) return false;
  if (Array.isArray(part)) {
    return Array.isArray(whole) && whole.length === part.length && part.every((item, i) => includes(whole[i], item));
  }
  return Object.entries(part).every(([key, value]) => includes((whole as Record<string, unknown>)[key], value));
}
