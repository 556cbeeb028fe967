import { deepEqual } from '@podlab/apimachinery';
import { difference, fieldSet, noFields, oneField, union, type FieldSet } from './field-set.ts';
import { childrenOf, typedRoot, type Typed } from './typed-children.ts';

/** The fields that an applied configuration names. */
export function fieldsOf(typeName: string, object: unknown): FieldSet {
  return withoutSystemFields(appliedFields('', typedRoot(typeName, object)));
}

/** The fields that differ between two versions of an object. */
export function changedFields(typeName: string, before: unknown, after: unknown): FieldChanges {
  const changes = compare(typedRoot(typeName, before ?? {}), typedRoot(typeName, after));
  return { written: withoutSystemFields(changes.written), removed: withoutSystemFields(changes.removed) };
}

export interface FieldChanges {
  readonly written: FieldSet;
  readonly removed: FieldSet;
}

const unchanged: FieldChanges = { written: noFields, removed: noFields };

/** Nobody owns what the API server itself decides. */
const systemFields: FieldSet = fieldSet(false, [
  ['f:apiVersion', oneField],
  ['f:kind', oneField],
  [
    'f:metadata',
    fieldSet(
      true,
      [
        'creationTimestamp',
        'deletionGracePeriodSeconds',
        'deletionTimestamp',
        'generation',
        'managedFields',
        'name',
        'namespace',
        'resourceVersion',
        'selfLink',
        'uid',
      ].map((name) => [`f:${name}`, oneField] as const),
    ),
  ],
]);

function withoutSystemFields(set: FieldSet): FieldSet {
  return difference(set, systemFields);
}

function appliedFields(step: string, typed: Typed): FieldSet {
  const children = childrenOf(typed);
  if (!children || children.size === 0) return oneField;
  return fieldSet(
    step.startsWith('k:'),
    [...children].map(([childStep, child]) => [childStep, appliedFields(childStep, child)]),
  );
}

function compare(before: Typed, after: Typed): FieldChanges {
  if (before.value === after.value) return unchanged;
  const [old, now] = [childrenOf(before), childrenOf(after)];
  if (!old || !now) return deepEqual(before.value, after.value) ? unchanged : { written: oneField, removed: noFields };
  let changes = unchanged;
  for (const step of new Set([...old.keys(), ...now.keys()])) {
    const one = compareChild(step, old.get(step), now.get(step));
    changes = {
      written: union(changes.written, fieldSet(false, [[step, one.written]])),
      removed: union(changes.removed, fieldSet(false, [[step, one.removed]])),
    };
  }
  return changes;
}

function compareChild(step: string, before: Typed | undefined, after: Typed | undefined): FieldChanges {
  if (before && after) return compare(before, after);
  if (after) return { written: wholeFields(step, after), removed: noFields };
  return { written: noFields, removed: before ? wholeFields(step, before) : noFields };
}

/**
 * All fields of something that came or went, the containers that came with it included.
 * @param cameWith whether what holds it came or went as well: then plain structs did too
 */
function wholeFields(step: string, typed: Typed, cameWith = false): FieldSet {
  const children = childrenOf(typed);
  if (!children || children.size === 0) return oneField;
  const came = cameWith || step.startsWith('k:') || comesAndGoes(typed);
  return fieldSet(
    came,
    [...children].map(([childStep, child]) => [childStep, wholeFields(childStep, child, came)]),
  );
}

/** Whether a container is something that can be absent: plain structs and required lists are always there in Go. */
function comesAndGoes({ type, field }: Typed): boolean {
  if (!field) return false;
  return field.isPointer || type.form === 'map' || (type.form === 'list' && !field.isAlwaysWritten);
}
