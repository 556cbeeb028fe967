import {
  deepEqual,
  dnsSubdomainFaults,
  fieldErrors,
  type FieldError,
  StatusError,
  type Stored,
} from '@podlab/apimachinery';
import type { PolicyRule, Role, RoleBinding, Subject } from 'kubernetes-types/rbac/v1';
import { oneOf } from '../numbers.ts';
import { pathSegmentFaults } from '../path-segment.ts';

const group = 'rbac.authorization.k8s.io';

type Binding = Pick<RoleBinding, 'roleRef' | 'subjects'>;

/** @see pkg/apis/rbac/validation/validation.go (v1.36) */
export function validateRole({ rules = [], metadata }: Pick<Role, 'metadata' | 'rules'>): FieldError[] {
  return rules.flatMap((rule, index) => ruleFaults(rule, metadata?.namespace !== undefined, `rules[${index}]`));
}

function ruleFaults(rule: Partial<PolicyRule>, isNamespaced: boolean, path: string): FieldError[] {
  const { verbs = [], apiGroups = [], resources = [], nonResourceURLs = [] } = rule;
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
    if (apiGroups.length > 0 || resources.length > 0 || rule.resourceNames?.length) {
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

/** @param roleKinds what a binding of its kind may refer to; that of a namespace to more */
export function validateBinding({ roleRef, subjects = [] }: Binding, roleKinds: readonly string[]): FieldError[] {
  const { apiGroup = '', kind = '', name = '' } = (roleRef ?? {}) as Partial<Binding['roleRef']>;
  return [
    ...oneOf(apiGroup, [group], 'roleRef.apiGroup'),
    ...oneOf(kind, roleKinds, 'roleRef.kind'),
    ...(name === ''
      ? [fieldErrors.required('roleRef.name')]
      : fieldErrors.invalidEach('roleRef.name', name, pathSegmentFaults(name))),
    ...subjects.flatMap((subject, index) => subjectFaults(subject, roleKinds.length > 1, `subjects[${index}]`)),
  ];
}

function subjectFaults(subject: Partial<Subject>, isNamespaced: boolean, path: string): FieldError[] {
  const { kind = '', name = '', namespace = '', apiGroup = '' } = subject;
  const faults = name === '' ? [fieldErrors.required(`${path}.name`)] : [];
  switch (kind) {
    case 'ServiceAccount':
      return [
        ...faults,
        ...(name === '' ? [] : fieldErrors.invalidEach(`${path}.name`, name, dnsSubdomainFaults(name))),
        ...oneOf(apiGroup, [''], `${path}.apiGroup`),
        ...(!isNamespaced && namespace === '' ? [fieldErrors.required(`${path}.namespace`)] : []),
      ];
    case 'User':
    case 'Group':
      return [...faults, ...oneOf(apiGroup, [group], `${path}.apiGroup`)];
    default:
      return [...faults, ...oneOf(kind, ['ServiceAccount', 'User', 'Group'], `${path}.kind`)];
  }
}

/**
 * Refuses a binding to what grants no rights: nobody may hand these out.
 * @throws StatusError 500
 * @see pkg/registry/rbac/validation/rule.go `GetRoleReferenceRules` (v1.36)
 */
export function admitRoleRef({ roleRef }: Partial<Binding>): void {
  const kind = roleRef?.kind ?? '';
  if (kind === 'Role' || kind === 'ClusterRole') return;
  throw new StatusError({ message: `unsupported role reference kind: ${JSON.stringify(kind)}`, code: 500 });
}

/** What a binding refers to stays. */
export function validateBindingUpdate(
  binding: Binding,
  old: Stored<Binding>,
  roleKinds: readonly string[],
): FieldError[] {
  const faults = validateBinding(binding, roleKinds);
  if (!deepEqual(binding.roleRef, old.roleRef)) {
    faults.push(fieldErrors.invalid('roleRef', printRoleRef(binding.roleRef), 'cannot change roleRef'));
  }
  return faults;
}

/** As Go prints the internal type. */
function printRoleRef({
  apiGroup: APIGroup = '',
  kind: Kind = '',
  name: Name = '',
}: Partial<Binding['roleRef']>): object {
  return { APIGroup, Kind, Name };
}
