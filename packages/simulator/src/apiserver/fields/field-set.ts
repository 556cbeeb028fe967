/**
 * Sets of fields, in the format FieldsV1 itself: a tree whose steps are `f:name` (a field), `k:{"name":"app"}` (an item
 * of a list told apart by keys) and `v:"x"` (an item of a set). A node with the step `.`, or without any, stands for a
 * place that belongs to the set. Sets are frozen and shared: two that say the same are mostly one object.
 */
import { isMap } from '@podlab/apimachinery';
import { internFieldSet } from './intern-field-set.ts';

export interface FieldSet {
  readonly [step: string]: FieldSet;
}

export const oneField: FieldSet = Object.freeze({});
/** Told apart from `oneField`, which has no steps either, by being this object. */
export const noFields: FieldSet = Object.freeze({});

export function isEmptySet(set: FieldSet): boolean {
  return set === noFields;
}

/** Whether the place itself belongs to the set. */
export function isMember(set: FieldSet): boolean {
  return set !== noFields && ('.' in set || isLeaf(set));
}

/** Whether the set has nothing below the place itself. */
export function isLeaf(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

/** What the set has below a place; undefined: nothing. */
export function childOf(set: FieldSet, step: string): FieldSet | undefined {
  return step === '.' ? undefined : set[step];
}

/** A node with those of the children that are not empty. */
export function fieldSet(isPlaceMember: boolean, children: Iterable<readonly [string, FieldSet]>): FieldSet {
  const made = new FieldSetBuilder();
  for (const [step, child] of children) made.add(step, child);
  return made.build(isPlaceMember);
}

/** The children of a node to be, one after the other. Most get none, and then there is no list. */
export class FieldSetBuilder {
  #steps: string[] | undefined;
  #sets: FieldSet[] | undefined;

  get isEmpty(): boolean {
    return this.#steps === undefined;
  }

  /** Leaves out what is empty. */
  add(step: string, child: FieldSet): void {
    if (child === noFields) return;
    (this.#steps ??= []).push(step);
    (this.#sets ??= []).push(child);
  }

  build(isPlaceMember: boolean): FieldSet {
    if (this.#steps === undefined || this.#sets === undefined) return isPlaceMember ? oneField : noFields;
    return node(isPlaceMember, this.#steps, this.#sets);
  }
}

/**
 * The set with every named place that something of it stands below: who has `data.a` has `data` too.
 * @see sigs.k8s.io/structured-merge-diff fieldpath/set.go EnsureNamedFieldsAreMembers
 */
export function withNamedPlaces(set: FieldSet, isNamed = false): FieldSet {
  if (isLeaf(set)) return set;
  const below = Object.entries(set).filter(([step]) => step !== '.');
  return fieldSet(
    isNamed || isMember(set),
    below.map(([step, child]) => [step, withNamedPlaces(child, step.startsWith('f:'))] as const),
  );
}

/** A set as a client has written it. What is no set has no fields. */
export function readFieldSet(json: unknown): FieldSet {
  if (!isMap(json) || Object.keys(json).length === 0) return noFields;
  return readNode(json);
}

function readNode(json: unknown): FieldSet {
  const children = isMap(json) ? Object.entries(json) : [];
  const below = children.filter(([step]) => step !== '.');
  return fieldSet(
    below.length === 0 || below.length < children.length,
    below.map(([step, child]) => [step, readNode(child)] as const),
  );
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b || b === noFields) return a;
  if (a === noFields) return b;
  const steps: string[] = [];
  const sets: FieldSet[] = [];
  let isNew = !isMember(a) && isMember(b);
  for (const step in a) {
    if (step === '.') continue;
    const before = a[step] as FieldSet;
    const child = step in b ? union(before, b[step] as FieldSet) : before;
    isNew ||= child !== before;
    steps.push(step);
    sets.push(child);
  }
  for (const step in b) {
    if (step === '.' || step in a) continue;
    isNew = true;
    steps.push(step);
    sets.push(b[step] as FieldSet);
  }
  return isNew ? node(isMember(a) || isMember(b), steps, sets) : a;
}

/** What is in `a` and not in `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (a === noFields || b === noFields || !overlap(a, b)) return a;
  return part(a, isMember(a) && !isMember(b), (child, step) => {
    const other = childOf(b, step);
    return other ? difference(child, other) : child;
  });
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  if (a === noFields || b === noFields) return noFields;
  return part(a, isMember(a) && isMember(b), (child, step) => {
    const other = childOf(b, step);
    return other ? intersection(child, other) : noFields;
  });
}

/** Sets are the same, too, when one of them was made before the table of shared sets was emptied. */
export function isSameSet(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  if (isMember(a) !== isMember(b)) return false;
  for (const step in a)
    if (step !== '.' && !(step in b && isSameSet(a[step] as FieldSet, b[step] as FieldSet))) return false;
  for (const step in b) if (step !== '.' && !(step in a)) return false;
  return true;
}

/** The places of a set, written as in messages: `.spec.containers[name="app"].image`. */
export function pathsOf(set: FieldSet, path = ''): string[] {
  const below = Object.keys(set).flatMap((step) =>
    step === '.' ? [] : pathsOf(set[step] as FieldSet, path + stepText(step)),
  );
  return isMember(set) ? [path, ...below] : below;
}

/** Whether two sets may have something in common. */
function overlap(a: FieldSet, b: FieldSet): boolean {
  if (isMember(a) && isMember(b)) return true;
  for (const step in b) if (step in a && step !== '.') return true;
  return false;
}

/** A set with other children below the same steps; `set` itself when they are the same. */
function part(set: FieldSet, isPlaceMember: boolean, change: (child: FieldSet, step: string) => FieldSet): FieldSet {
  const steps: string[] = [];
  const sets: FieldSet[] = [];
  let isNew = isPlaceMember !== isMember(set);
  for (const step in set) {
    if (step === '.') continue;
    const before = set[step] as FieldSet;
    const child = change(before, step);
    isNew ||= child !== before;
    if (child === noFields) continue;
    steps.push(step);
    sets.push(child);
  }
  return isNew ? node(isPlaceMember, steps, sets) : set;
}

function node(isPlaceMember: boolean, steps: readonly string[], sets: readonly FieldSet[]): FieldSet {
  if (steps.length === 0) return isPlaceMember ? oneField : noFields;
  return internFieldSet(isPlaceMember ? oneField : undefined, steps, sets);
}

/** How a step is written in a path: `.spec`, `[name="web"]`. */
export function stepText(step: string): string {
  if (step.startsWith('f:')) return `.${step.slice(2)}`;
  if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
  const keys: unknown = JSON.parse(step.slice(2));
  const pairs = Object.entries(isMap(keys) ? keys : {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${pairs.join(',')}]`;
}
