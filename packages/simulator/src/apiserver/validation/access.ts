import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { PolicyRule, Role, RoleBinding } from 'kubernetes-types/rbac/v1';
import { oneOf } from './numbers.ts';

type Binding = Pick<RoleBinding, 'roleRef' | 'subjects'>;

/** Faults of a name that only has to be a part of a path: `system:node` is one. */
export function pathSegmentFaults(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%']
    .filter((character) => name.includes(character))
    .map((character) => `may not contain '${character}'`);
}

/** @see pkg/apis/rbac/validation/validation.go (v1.36) */
export function validateRole({ rules = [], metadata }: Pick<Role, 'metadata' | 'rules'>): FieldError[] {
  return rules.flatMap((rule, index) => ruleFaults(rule, metadata?.namespace !== undefined, `rules[${index}]`));
}

function ruleFaults(rule: PolicyRule, isNamespaced: boolean, path: string): FieldError[] {
  const { verbs, apiGroups = [], resources = [], nonResourceURLs = [] } = rule;
  const faults: FieldError[] = [];
  if (verbs.length === 0) faults.push(fieldErrors.required(`${path}.verbs`, 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    if (isNamespaced) {
      faults.push(
        fieldErrors.invalid(
          `${path}.nonResourceURLs`,
          nonResourceURLs,
          'namespaced rules cannot apply to non-resource URLs',
        ),
      );
    }
    if (apiGroups.length > 0 || resources.length > 0) {
      faults.push(
        fieldErrors.invalid(
          `${path}.nonResourceURLs`,
          nonResourceURLs,
          'rules cannot apply to both regular resources and non-resource URLs',
        ),
      );
    }
    return faults;
  }
  if (apiGroups.length === 0) {
    faults.push(fieldErrors.required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (resources.length === 0) {
    faults.push(fieldErrors.required(`${path}.resources`, 'resource rules must supply at least one resource'));
  }
  return faults;
}

/** @param roleKinds what a binding of its kind may refer to */
export function validateBinding({ roleRef, subjects = [] }: Binding, roleKinds: readonly string[]): FieldError[] {
  return [
    ...(roleRef ? oneOf(roleRef.kind, roleKinds, 'roleRef.kind') : [fieldErrors.required('roleRef')]),
    ...(roleRef && !roleRef.name ? [fieldErrors.required('roleRef.name')] : []),
    ...subjects.flatMap(({ kind, name, namespace }, index) => {
      const path = `subjects[${index}]`;
      return [
        ...(name ? [] : [fieldErrors.required(`${path}.name`)]),
        ...oneOf(kind, ['ServiceAccount', 'User', 'Group'], `${path}.kind`),
        ...(kind === 'ServiceAccount' && !namespace ? [fieldErrors.required(`${path}.namespace`)] : []),
      ];
    }),
  ];
}

/** What a binding refers to stays. */
export function validateBindingUpdate(
  binding: Binding,
  old: Stored<Binding>,
  roleKinds: readonly string[],
): FieldError[] {
  const faults = validateBinding(binding, roleKinds);
  if (!deepEqual(binding.roleRef, old.roleRef)) {
    faults.push(fieldErrors.invalid('roleRef', binding.roleRef, 'cannot change roleRef'));
  }
  return faults;
}
