/**
 * Sets of fields, as `managedFields` has them: a tree whose steps are `f:name` (a field), `k:{"name":"app"}` (an item of
 * a list told apart by keys) and `v:"x"` (an item of a set). A node says whether the place itself belongs to the set.
 */
import { isMap } from '@podlab/apimachinery';

export interface FieldSet {
  readonly isMember: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

export const noFields: FieldSet = { isMember: false, children: new Map() };
export const oneField: FieldSet = { isMember: true, children: new Map() };

export function isEmptySet({ isMember, children }: FieldSet): boolean {
  return !isMember && children.size === 0;
}

/** A node with those of the children that are not empty. */
export function fieldSet(isMember: boolean, children: Iterable<readonly [string, FieldSet]>): FieldSet {
  return { isMember, children: new Map([...children].filter(([, child]) => !isEmptySet(child))) };
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map(a.children);
  for (const [step, child] of b.children) children.set(step, union(children.get(step) ?? noFields, child));
  return { isMember: a.isMember || b.isMember, children };
}

/** What is in `a` and not in `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return fieldSet(
    a.isMember && !b.isMember,
    [...a.children].map(([step, child]) => [step, difference(child, b.children.get(step) ?? noFields)]),
  );
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return fieldSet(
    a.isMember && b.isMember,
    [...a.children].map(([step, child]) => [step, intersection(child, b.children.get(step) ?? noFields)]),
  );
}

export function isSameSet(a: FieldSet, b: FieldSet): boolean {
  if (a.isMember !== b.isMember || a.children.size !== b.children.size) return false;
  return [...a.children].every(([step, child]) => {
    const other = b.children.get(step);
    return other !== undefined && isSameSet(child, other);
  });
}

/** The places of a set, written as in messages: `.spec.containers[name="app"].image`. */
export function pathsOf(set: FieldSet, path = ''): string[] {
  const below = [...set.children].flatMap(([step, child]) => pathsOf(child, path + stepText(step)));
  return set.isMember ? [path, ...below] : below;
}

/** The set in the format FieldsV1. */
export function toFieldsV1(set: FieldSet): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (set.isMember && set.children.size > 0) fields['.'] = {};
  for (const step of [...set.children.keys()].sort()) fields[step] = toFieldsV1(set.children.get(step) ?? noFields);
  return fields;
}

/** The inverse of `toFieldsV1`. */
export function fromFieldsV1(fields: unknown): FieldSet {
  if (!isMap(fields)) return noFields;
  const steps = Object.keys(fields).filter((step) => step !== '.');
  const isMember = steps.length === 0 || '.' in fields;
  return { isMember, children: new Map(steps.map((step) => [step, fromFieldsV1(fields[step])])) };
}

function stepText(step: string): string {
  if (step.startsWith('f:')) return `.${step.slice(2)}`;
  if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
  const keys: unknown = JSON.parse(step.slice(2));
  const pairs = Object.entries(isMap(keys) ? keys : {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${pairs.join(',')}]`;
}
