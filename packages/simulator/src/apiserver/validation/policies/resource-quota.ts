import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from 'kubernetes-types/core/v1';
import { isCountedInScope } from '../../quota/matches-scopes.ts';
import { amountFaults, isQuotaResource, quotaResourceNameFaults } from '../resource-names.ts';

const scopeNames = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];
const existing = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];
const unfitText = 'unsupported scope applied to resource';
const conflicting = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];

/** @see pkg/apis/core/validation/validation.go `ValidateResourceQuotaSpec` (v1.36) */
export function validateResourceQuota({ spec = {} }: ResourceQuota): FieldError[] {
  return [
    ...Object.entries(spec.hard ?? {}).flatMap(([name, amount]) => limitFaults(name, amount, `spec.hard[${name}]`)),
    ...scopeFaults(spec.scopes ?? [], Object.keys(spec.hard ?? {})),
    ...selectorFaults(spec),
  ];
}

/** The path of a requirement does not say which. */
function selectorFaults({ scopeSelector, hard = {}, scopes = [] }: ResourceQuotaSpec): FieldError[] {
  const requirements = scopeSelector?.matchExpressions ?? [];
  const path = 'spec.scopeSelector.matchExpressions';
  const chosen = requirements.map(({ scopeName }) => scopeName);
  return [
    ...requirements.flatMap((requirement) => [
      ...(scopeNames.includes(requirement.scopeName)
        ? []
        : [fieldErrors.invalid(`${path}.scopeName`, requirement.scopeName, 'unsupported scope')]),
      ...unfitResources(requirement.scopeName, Object.keys(hard)).map(() =>
        fieldErrors.invalid(path, { MatchExpressions: requirements.map(printRequirement) }, unfitText),
      ),
      ...operatorFaults(requirement, path),
    ]),
    ...conflicting
      .filter((pair) => pair.every((scope) => chosen.includes(scope)))
      .map(() => fieldErrors.invalid(path, scopes.length > 0 ? scopes : null, 'conflicting scopes')),
  ];
}

function printRequirement({ scopeName, operator, values }: ScopedResourceSelectorRequirement): object {
  return { ScopeName: scopeName, Operator: operator, Values: values ?? null };
}

function operatorFaults(
  { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement,
  path: string,
): FieldError[] {
  const faults: FieldError[] = [];
  if (existing.includes(scopeName) && operator !== 'Exists') {
    const names = 'Terminating NotTerminating BestEffort NotBestEffort CrossNamespacePodAffinity'
      .split(' ')
      .map((name) => `ResourceQuotaScope${name}`);
    const detail = `must be 'Exists' when scope is any of ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
    faults.push(fieldErrors.invalid(`${path}.operator`, operator, detail));
  }
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    return values.length > 0 ? faults : [...faults, fieldErrors.required(`${path}.values`, detail)];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    return values.length === 0 ? faults : [...faults, fieldErrors.invalid(`${path}.values`, values, detail)];
  }
  return [...faults, fieldErrors.invalid(`${path}.operator`, operator, 'not a valid selector operator')];
}

function unfitResources(scope: string, names: readonly string[]): string[] {
  if (!scopeNames.includes(scope)) return [];
  return names.filter((name) => isQuotaResource(name) && !isCountedInScope(scope, name)).sort();
}

/** The scopes of a quota stay. */
export function validateResourceQuotaUpdate(quota: ResourceQuota, old: Stored<ResourceQuota>): FieldError[] {
  const faults = validateResourceQuota(quota);
  const sorted = (scopes: readonly string[] = []) => scopes.toSorted();
  if (!deepEqual(sorted(quota.spec?.scopes), sorted(old.spec?.scopes))) {
    faults.push(fieldErrors.invalid('spec.scopes', quota.spec?.scopes, 'field is immutable'));
  }
  return faults;
}

function limitFaults(name: string, amount: string, path: string): FieldError[] {
  return [...quotaResourceNameFaults(name, path), ...amountFaults(name, amount, path)];
}

function scopeFaults(scopes: readonly string[], names: readonly string[]): FieldError[] {
  const fault = (detail: string) => fieldErrors.invalid('spec.scopes', scopes, detail);
  const faults: FieldError[] = [];
  for (const scope of scopes) {
    if (!scopeNames.includes(scope)) faults.push(fault('unsupported scope'));
    faults.push(...unfitResources(scope, names).map(() => fault(unfitText)));
  }
  for (const pair of conflicting) {
    if (pair.every((scope) => scopes.includes(scope))) faults.push(fault('conflicting scopes'));
  }
  return faults;
}
