import { withFields } from './with-fields.ts';

/** What the conditions of all kinds have in common. */
export interface AnyCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/** The condition of that type. */
export function findCondition<T extends AnyCondition>(
  conditions: readonly T[] | undefined,
  type: string,
): T | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Whether the condition of that type is there and `True`. */
export function isConditionTrue(conditions: readonly AnyCondition[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/**
 * The conditions with `condition` in its place, or at the end when its type is new. `lastTransitionTime` moves to `now`
 * only when `status` changes; otherwise the old one stays. Does not change its arguments.
 * @param now RFC 3339, as of `formatTime`
 */
export function setCondition<T extends AnyCondition>(
  conditions: readonly T[] | undefined,
  condition: T,
  now: string,
): T[] {
  const before = findCondition(conditions, condition.type);
  const sameStatus = before !== undefined && before.status === condition.status;
  const next: T = withFields(condition, {
    lastTransitionTime: sameStatus ? (before.lastTransitionTime ?? now) : now,
  }) as AnyCondition as T;
  if (!conditions || !before) return [...(conditions ?? []), next];
  return conditions.map((other) => (other.type === condition.type ? next : other));
}
