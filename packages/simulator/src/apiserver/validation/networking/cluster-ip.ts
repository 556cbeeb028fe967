import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { ServiceSpec } from 'kubernetes-types/core/v1';
import { addressFaults } from './addresses.ts';
import { oneOf, optionalOneOf } from '../numbers.ts';

const families = ['IPv4', 'IPv6'];
const familyPolicies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/**
 * Faults of the addresses of a Service in the cluster.
 * @see pkg/apis/core/validation/validation.go `ValidateServiceClusterIPsRelatedFields` (v1.36)
 */
export function clusterIpFaults(spec: ServiceSpec): FieldError[] {
  const { type, clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  if (type === 'ExternalName') return [];
  const path = 'spec.clusterIPs';
  return [
    ...firstFaults(clusterIP, clusterIPs, path),
    ...ipFamilies.flatMap((family, index) => [
      ...oneOf(family, families, `spec.ipFamilies[${index}]`),
      ...(ipFamilies.indexOf(family) < index ? [fieldErrors.duplicate(`spec.ipFamilies[${index}]`, family)] : []),
    ]),
    ...optionalOneOf(ipFamilyPolicy, familyPolicies, 'spec.ipFamilyPolicy'),
    ...clusterIPs.flatMap((ip, index) => {
      if (index > 0 || ip !== 'None') return addressFaults(ip, `${path}[${index}]`);
      if (clusterIPs.length === 1) return [];
      return [fieldErrors.invalid(path, clusterIPs, "'None' must be the first and only value")];
    }),
    ...(clusterIPs.length > 2 ? [fieldErrors.invalid(path, clusterIPs, 'may only hold up to 2 values')] : []),
  ];
}

function firstFaults(clusterIP: string, clusterIPs: readonly string[], path: string): FieldError[] {
  if (clusterIP === '') {
    if (clusterIPs.length === 0) return [];
    return [fieldErrors.invalid(path, clusterIPs, 'must be empty when `clusterIP` is not specified')];
  }
  if (clusterIPs.length === 0) return [fieldErrors.required(path)];
  if (clusterIPs[0] === clusterIP) return [];
  return [fieldErrors.invalid(path, clusterIPs, 'first value must match `clusterIP`')];
}
