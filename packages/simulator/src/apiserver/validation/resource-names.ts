import { fieldErrors, type FieldError, labelKeyFaults, parseQuantity } from '@podlab/apimachinery';

const oneByOne = [
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
const measured = ['cpu', 'memory', 'ephemeral-storage'];
/** Resources that a quota limits by name. @see pkg/apis/core/helper/helpers.go (v1.36), as is all that is here */
const quotaResources = [
  ...measured,
  ...measured.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  'requests.storage',
  ...oneByOne,
];
const quotaHugePages = /^(requests\.)?hugepages-/;
const nativePrefix = 'kubernetes.io/';

/** Faults of the name of a resource of whatever kind. */
export function resourceNameFaults(name: string, path: string): FieldError[] {
  const faults = fieldErrors.invalidEach(path, name, labelKeyFaults(name));
  if (faults.length > 0 || name.includes('/') || name === 'storage' || isQuotaResource(name)) return faults;
  return [fieldErrors.invalid(path, name, 'must be a standard resource type or fully qualified')];
}

/** Faults of the name of a resource that a container may ask for. */
export function containerResourceNameFaults(name: string, path: string): FieldError[] {
  const faults = resourceNameFaults(name, path);
  if (!name.includes('/')) {
    if (measured.includes(name) || isHugePages(name)) return faults;
    return [...faults, fieldErrors.invalid(path, name, 'must be a standard resource for containers')];
  }
  if (isNative(name) || isExtended(name)) return faults;
  return [...faults, fieldErrors.invalid(path, name, "doesn't follow extended resource name standard")];
}

/** Faults of the name of a resource that a Pod as a whole may ask for. */
export function podResourceNameFaults(name: string, path: string): FieldError[] {
  const faults = resourceNameFaults(name, path);
  if (faults.length > 0 || name === 'cpu' || name === 'memory' || isHugePages(name)) return faults;
  return [fieldErrors.notSupported(path, name, ['cpu', 'hugepages-', 'memory'])];
}

/** Faults of the name of a resource that a quota limits. */
export function quotaResourceNameFaults(name: string, path: string): FieldError[] {
  const faults = resourceNameFaults(name, path);
  if (name.includes('/') || isQuotaResource(name)) return faults;
  return [...faults, fieldErrors.invalid(path, name, 'must be a standard resource for quota')];
}

/** Faults of an amount of a resource. */
export function amountFaults(name: string, amount: string, path: string): FieldError[] {
  const { nanos } = parseQuantity(amount);
  const isWhole = nanos % 1_000_000_000n === 0n;
  return [
    ...(nanos < 0n ? [fieldErrors.invalid(path, amount, 'must be greater than or equal to 0')] : []),
    ...((oneByOne.includes(name) || isExtended(name)) && !isWhole
      ? [fieldErrors.invalid(path, amount, 'must be an integer')]
      : []),
  ];
}

/** Whether a quota can limit it by name. */
export function isQuotaResource(name: string): boolean {
  return quotaResources.includes(name) || quotaHugePages.test(name);
}

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Whether requests of it may be less than the limit. */
export function isOvercommitAllowed(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes(nativePrefix);
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && labelKeyFaults(`requests.${name}`).length === 0;
}
