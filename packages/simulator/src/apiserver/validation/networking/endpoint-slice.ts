import {
  deepEqual,
  dnsLabelFaults,
  dnsSubdomainFaults,
  fieldErrors,
  type FieldError,
  labelKeyFaults,
} from '@podlab/apimachinery';
import type { Endpoint, EndpointPort, EndpointSlice } from 'kubernetes-types/discovery/v1';
import { parseAddress, reachableAddressFaults } from './addresses.ts';
import { optionalOneOf, requiredOneOf } from '../numbers.ts';
import { protocols } from '../protocols.ts';

const maxEndpoints = 1000;
const maxPorts = 20_000;
const maxAddresses = 100;
type SliceContent = Pick<EndpointSlice, 'addressType' | 'endpoints' | 'ports'>;

/**
 * Faults of an EndpointSlice. Endpoints that a change leaves as they were may stay wrong.
 * @see pkg/apis/discovery/validation/validation.go `ValidateEndpointSlice` (v1.36)
 */
export function validateEndpointSlice(slice: SliceContent, old?: SliceContent): FieldError[] {
  const { addressType, endpoints, ports } = slice;
  const isKept = old !== undefined && deepEqual(old.endpoints, endpoints);
  return [
    ...requiredOneOf(addressType, ['FQDN', 'IPv4', 'IPv6'], 'addressType'),
    ...portsFaults(ports ?? []),
    ...(isKept ? [] : endpointsFaults(endpoints ?? [], addressType)),
  ];
}

/** Faults of a changed EndpointSlice. */
export function validateEndpointSliceUpdate(slice: SliceContent, old: SliceContent): FieldError[] {
  const faults = validateEndpointSlice(slice, old);
  if (slice.addressType === old.addressType) return faults;
  return [...faults, fieldErrors.invalid('addressType', slice.addressType, 'field is immutable')];
}

function portsFaults(ports: readonly EndpointPort[]): FieldError[] {
  if (ports.length > maxPorts) return [fieldErrors.tooMany('ports', ports.length, maxPorts)];
  const names = ports.map(({ name }) => name ?? '');
  return ports.flatMap(({ protocol, appProtocol }, index) => {
    const name = names[index] ?? '';
    const path = `ports[${index}]`;
    return [
      ...(name === '' ? [] : fieldErrors.invalidEach(`${path}.name`, name, dnsLabelFaults(name))),
      ...(names.indexOf(name) < index ? [fieldErrors.duplicate(`${path}.name`, name)] : []),
      ...optionalOneOf(protocol, protocols, `${path}.protocol`),
      ...(appProtocol === undefined
        ? []
        : fieldErrors.invalidEach(`${path}.appProtocol`, appProtocol, labelKeyFaults(appProtocol))),
    ];
  });
}

function endpointsFaults(endpoints: readonly Endpoint[], addressType: string): FieldError[] {
  if (endpoints.length > maxEndpoints) return [fieldErrors.tooMany('endpoints', endpoints.length, maxEndpoints)];
  return endpoints.flatMap(({ addresses, nodeName, hostname, hints }, index) => {
    const path = `endpoints[${index}]`;
    return [
      ...addressesFaults(addresses ?? [], addressType, `${path}.addresses`),
      ...(nodeName === undefined
        ? []
        : fieldErrors.invalidEach(`${path}.nodeName`, nodeName, dnsSubdomainFaults(nodeName))),
      ...(hostname === undefined
        ? []
        : fieldErrors.invalidEach(`${path}.hostname`, hostname, dnsLabelFaults(hostname))),
      ...repeatedNames(hints?.forZones ?? [], `${path}.hints.forZones`),
    ];
  });
}

function repeatedNames(hints: readonly { readonly name: string }[], path: string): FieldError[] {
  const names = hints.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [fieldErrors.duplicate(`${path}[${index}].name`, name)] : [],
  );
}

function addressesFaults(addresses: readonly string[], addressType: string, path: string): FieldError[] {
  const count = addresses.length;
  if (count === 0) return [fieldErrors.required(path, 'must contain at least 1 address')];
  const family = addressType === 'IPv4' ? 4 : addressType === 'IPv6' ? 16 : undefined;
  const tooMany = count > maxAddresses ? [fieldErrors.tooMany(path, count, maxAddresses)] : [];
  if (family === undefined) return tooMany;
  return [
    ...tooMany,
    ...addresses.flatMap((address, index) => {
      const length = parseAddress(address)?.bytes.length ?? family;
      const article = `must be an ${addressType} address`;
      return [
        ...(length === family ? [] : [fieldErrors.invalid(path, address, article)]),
        ...reachableAddressFaults(address, `${path}[${index}]`),
      ];
    }),
  ];
}
