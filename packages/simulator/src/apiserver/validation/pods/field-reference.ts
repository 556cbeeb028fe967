import { canonicalQuantity, fieldErrors, type FieldError, labelKeyFaults, parseQuantity } from '@podlab/apimachinery';
import type { ObjectFieldSelector, ResourceFieldSelector } from 'kubernetes-types/core/v1';

/** Fields of its Pod that a variable may show; in order of the alphabet, as is all that is listed here. */
export const variableFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** Fields of its Pod that a file of a volume may show. */
export const fileFields = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];
const knownFields = [...fileFields, ...variableFields, 'spec.restartPolicy', 'spec.schedulerName', 'status.phase'];
const knownResources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const hugePages = /^(limits|requests)\.hugepages-/;
const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
const cpuDivisors = ['1m', '1'];

/**
 * Faults of a reference to a field of the Pod.
 * @param fields those that may be shown there
 * @see pkg/apis/core/validation/validation.go `validateObjectFieldSelector` (v1.36)
 */
export function fieldReferenceFaults(
  { apiVersion = '', fieldPath = '' }: Partial<ObjectFieldSelector>,
  fields: readonly string[],
  path: string,
): FieldError[] {
  if (apiVersion === '') return [fieldErrors.required(`${path}.apiVersion`)];
  const at = `${path}.fieldPath`;
  if (fieldPath === '') return [fieldErrors.required(at)];
  const cannot = (why: string) => [fieldErrors.invalid(at, fieldPath, `error converting fieldPath: ${why}`)];
  if (apiVersion !== 'v1') return cannot(`unsupported pod version: ${apiVersion}`);
  const [, name, key = ''] = /^(.*?)\['(.*)'\]$/s.exec(fieldPath) ?? [];
  if (name !== undefined) {
    if (name === 'metadata.annotations')
      return fieldErrors.invalidEach(path, key.toLowerCase(), labelKeyFaults(key.toLowerCase()));
    if (name === 'metadata.labels') return fieldErrors.invalidEach(path, key, labelKeyFaults(key));
    return cannot(`field label does not support subscript: ${fieldPath}`);
  }
  const field = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (!knownFields.includes(field)) return cannot(`field label not supported: ${fieldPath}`);
  return fields.includes(field) ? [] : [fieldErrors.notSupported(at, field, fields)];
}

/**
 * Faults of a reference to an amount of a container's resources.
 * @param isFile in a volume, where the container must be named
 */
export function resourceReferenceFaults(
  { containerName = '', resource = '', divisor = '0' }: Partial<ResourceFieldSelector>,
  path: string,
  isFile: boolean,
): FieldError[] {
  const faults: FieldError[] = [];
  if (isFile && containerName === '') faults.push(fieldErrors.required(`${path}.containerName`));
  else if (resource === '') faults.push(fieldErrors.required(`${path}.resource`));
  else if (!knownResources.includes(resource) && !hugePages.test(resource)) {
    faults.push(fieldErrors.notSupported(`${path}.resource`, resource, knownResources));
  }
  const rule = divisorRule(resource);
  if (!rule || parseQuantity(divisor).nanos === 0n || rule.divisors.includes(canonicalQuantity(divisor))) return faults;
  const detail = `only divisor's values ${rule.divisors.join(', ').replace(/^1m, 1$/, '1m and 1')} are supported with the ${rule.name} resource`;
  return [...faults, fieldErrors.invalid(`${path}.divisor`, resource, detail)];
}

function divisorRule(resource: string): { readonly name: string; readonly divisors: readonly string[] } | undefined {
  if (hugePages.test(resource)) return { name: 'hugepages', divisors: byteDivisors };
  switch (knownResources.includes(resource) ? resource.slice(resource.indexOf('.') + 1) : '') {
    case 'cpu':
      return { name: 'cpu', divisors: cpuDivisors };
    case 'memory':
      return { name: 'memory', divisors: byteDivisors };
    case 'ephemeral-storage':
      return { name: 'local ephemeral storage', divisors: byteDivisors };
    default:
      return undefined;
  }
}
