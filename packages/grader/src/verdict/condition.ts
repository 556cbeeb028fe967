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
  return objects.filter((object) => isSelectedBy(condition, object));
}

export function isSelectedBy(condition: Condition, { metadata }: KubeObject): boolean {
  if (metadata?.deletionTimestamp !== undefined) return false;
  if (condition.name !== undefined && metadata?.name !== condition.name) return false;
  return Object.entries(condition.labels ?? {}).every(([key, value]) => metadata?.labels?.[key] === value);
}

/** A condition, tried on one object. */
export interface Trial {
  readonly object: KubeObject;
  readonly holds: boolean;
  /** Why the expression had no value. */
  readonly problem: string | undefined;
}

/** @param start what was there under its name at the baseline, for `start` */
export function tryCondition(condition: Condition, object: KubeObject, start: KubeObject | undefined): Trial {
  if (condition.matches && !includes(object, condition.matches)) return { object, holds: false, problem: undefined };
  if (condition.holds === undefined) return { object, holds: true, problem: undefined };
  const evaluation = compileExpression(condition.holds, 'object').evaluate(objectVariables(object, start));
  if (!evaluation.ok) return { object, holds: false, problem: evaluation.reason };
  return { object, holds: evaluation.value === true, problem: undefined };
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
  const trials = selectObjects(condition, objects).map((object) => {
    const start = starts.find((candidate) => candidate.metadata?.name === object.metadata?.name);
    return tryCondition(condition, object, start);
  });
  return sumUp(condition, trials);
}

/** @param trials of all objects that the condition is about */
export function sumUp({ quantity }: Condition, trials: readonly Trial[]): ConditionResult {
  const notHolding = trials.filter(({ holds }) => !holds);
  return {
    holds: isEnough(quantity, trials.length - notHolding.length, trials.length),
    objects: trials.map(({ object }) => object),
    notHolding: notHolding.map(({ object }) => object),
    problem: trials.findLast(({ problem }) => problem !== undefined)?.problem,
  };
}

/** Whether so many of so many are as many as a condition wants. */
export function isEnough(quantity: Quantity, holding: number, selected: number): boolean {
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
