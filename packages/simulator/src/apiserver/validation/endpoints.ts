import { deepEqual, dnsLabelFaults, fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { EndpointAddress, EndpointPort, Endpoints } from 'kubernetes-types/core/v1';
import { reachableAddressFaults } from './addresses.ts';
import { protocols } from './endpoint-slice.ts';
import { portNumber, requiredOneOf } from './numbers.ts';

/**
 * Faults of Endpoints. Subsets that a change leaves as they were may stay wrong.
 * @see pkg/apis/core/validation/validation.go `ValidateEndpoints` (v1.36)
 */
export function validateEndpoints(
  { subsets = [] }: Pick<Endpoints, 'subsets'>,
  old?: Pick<Endpoints, 'subsets'>,
): FieldError[] {
  if (old && deepEqual(old.subsets ?? [], subsets)) return [];
  return subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }, index) => {
    const path = `subsets[${index}]`;
    return [
      ...(addresses.length + notReadyAddresses.length === 0
        ? [fieldErrors.required(path, 'must specify `addresses` or `notReadyAddresses`')]
        : []),
      ...addresses.flatMap((address, at) => addressFaults(address, `${path}.addresses[${at}]`)),
      ...notReadyAddresses.flatMap((address, at) => addressFaults(address, `${path}.notReadyAddresses[${at}]`)),
      ...ports.flatMap((port, at) => portFaults(port, ports.length > 1, `${path}.ports[${at}]`)),
    ];
  });
}

function addressFaults({ ip, hostname }: EndpointAddress, path: string): FieldError[] {
  return [
    ...(hostname ? fieldErrors.invalidEach(`${path}.hostname`, hostname, dnsLabelFaults(hostname)) : []),
    ...reachableAddressFaults(ip ?? '', `${path}.ip`),
  ];
}

function portFaults({ name, port, protocol }: EndpointPort, needsName: boolean, path: string): FieldError[] {
  return [
    ...(name ? fieldErrors.invalidEach(`${path}.name`, name, dnsLabelFaults(name)) : []),
    ...(needsName && !name ? [fieldErrors.required(`${path}.name`)] : []),
    ...portNumber(port ?? 0, `${path}.port`),
    ...requiredOneOf(protocol, protocols, `${path}.protocol`),
  ];
}
