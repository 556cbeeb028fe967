import {
  deepEqual,
  dnsLabelFaults,
  dnsSubdomainFaults,
  fieldErrors,
  type FieldError,
  labelKeyFaults,
} from '@podlab/apimachinery';
import type { EndpointAddress, EndpointPort, Endpoints } from 'kubernetes-types/core/v1';
import { addressFaults as addressFaultsOf, parseAddress, reachableAddressFaults } from './addresses.ts';
import { portNumber, requiredOneOf } from '../numbers.ts';
import { protocols } from '../protocols.ts';

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

function addressFaults({ ip = '', hostname, nodeName }: Partial<EndpointAddress>, path: string): FieldError[] {
  const isIp = parseAddress(ip) !== undefined;
  return [
    ...(isIp ? [] : addressFaultsOf(ip, `${path}.ip`)),
    ...(hostname ? fieldErrors.invalidEach(`${path}.hostname`, hostname, dnsLabelFaults(hostname)) : []),
    ...(nodeName === undefined
      ? []
      : fieldErrors.invalidEach(`${path}.nodeName`, nodeName, dnsSubdomainFaults(nodeName))),
    // Upstream looks a second time at what is no address.
    ...(isIp
      ? reachableAddressFaults(ip, `${path}.ip`)
      : [fieldErrors.invalid(`${path}.ip`, ip, 'must be a valid IP address')]),
  ];
}

function portFaults(
  { name, port, protocol, appProtocol }: EndpointPort,
  needsName: boolean,
  path: string,
): FieldError[] {
  return [
    ...(name ? fieldErrors.invalidEach(`${path}.name`, name, dnsLabelFaults(name)) : []),
    ...(needsName && !name ? [fieldErrors.required(`${path}.name`)] : []),
    ...portNumber(port ?? 0, `${path}.port`),
    ...requiredOneOf(protocol, protocols, `${path}.protocol`),
    ...(appProtocol === undefined
      ? []
      : fieldErrors.invalidEach(`${path}.appProtocol`, appProtocol, labelKeyFaults(appProtocol))),
  ];
}
