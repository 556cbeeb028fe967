import {
  deepEqual,
  fieldErrors,
  type FieldError,
  labelKeyFaults,
  parseQuantity,
  type Stored,
} from '@podlab/apimachinery';
import type { ResourceQuota } from 'kubernetes-types/core/v1';
import { isCountedInScope } from '../quota/matches-scopes.ts';

const standard = [
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
];
const whole = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const scopeNames = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];
const conflicting = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];
const hugePages = /^(requests\.)?hugepages-/;

/** @see pkg/apis/core/validation/validation.go `ValidateResourceQuotaSpec` (v1.36) */
export function validateResourceQuota({ spec = {} }: ResourceQuota): FieldError[] {
  return [
    ...Object.entries(spec.hard ?? {}).flatMap(([name, amount]) => limitFaults(name, amount, `spec.hard[${name}]`)),
    ...scopeFaults(spec.scopes ?? [], Object.keys(spec.hard ?? {})),
    ...(spec.scopeSelector?.matchExpressions ?? []).flatMap(({ scopeName }) =>
      scopeNames.includes(scopeName)
        ? []
        : [fieldErrors.invalid('spec.scopeSelector.matchExpressions.scopeName', scopeName, 'unsupported scope')],
    ),
  ];
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
  const isQualified = name.includes('/');
  const isStandard = standard.includes(name) || whole.includes(name) || hugePages.test(name);
  const faults = labelKeyFaults(name).map((fault) => fieldErrors.invalid(path, name, fault));
  if (faults.length === 0 && !isQualified && !isStandard) {
    faults.push(
      fieldErrors.invalid(path, name, 'must be a standard resource type or fully qualified'),
      fieldErrors.invalid(path, name, 'must be a standard resource for quota'),
    );
  }
  const { nanos } = parseQuantity(amount);
  if (nanos < 0n) faults.push(fieldErrors.invalid(path, amount, 'must be greater than or equal to 0'));
  if (whole.includes(name) && nanos % 1_000_000_000n !== 0n) {
    faults.push(fieldErrors.invalid(path, amount, 'must be an integer'));
  }
  return faults;
}

function scopeFaults(scopes: readonly string[], names: readonly string[]): FieldError[] {
  const fault = (detail: string) => fieldErrors.invalid('spec.scopes', scopes, detail);
  const faults: FieldError[] = [];
  for (const scope of scopes) {
    if (!scopeNames.includes(scope)) {
      faults.push(fault('unsupported scope'));
      continue;
    }
    const unfit = names.filter(
      (name) => (standard.includes(name) || whole.includes(name)) && !isCountedInScope(scope, name),
    );
    faults.push(...unfit.map(() => fault('unsupported scope applied to resource')));
  }
  for (const pair of conflicting) {
    if (pair.every((scope) => scopes.includes(scope))) faults.push(fault('conflicting scopes'));
  }
  return faults;
}
