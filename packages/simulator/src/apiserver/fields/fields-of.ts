import { difference, fieldSet, oneField, type FieldSet } from './field-set.ts';
import { childrenOf, typedRoot, type Typed } from './typed-children.ts';

/** The fields that an applied configuration names. */
export function fieldsOf(typeName: string, object: unknown): FieldSet {
  return withoutSystemFields(appliedFields('', typedRoot(typeName, object)));
}

/** Nobody owns what the API server itself decides. */
export function withoutSystemFields(set: FieldSet): FieldSet {
  return difference(set, systemFields);
}

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

function appliedFields(step: string, typed: Typed): FieldSet {
  const children = childrenOf(typed);
  if (!children || children.size === 0) return oneField;
  return fieldSet(
    step.startsWith('k:'),
    [...children].map(([childStep, child]) => [childStep, appliedFields(childStep, child)]),
  );
}
