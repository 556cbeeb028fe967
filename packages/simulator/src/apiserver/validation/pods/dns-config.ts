import { dnsSubdomainFaults, fieldErrors, type FieldError, underscoreSubdomainFaults } from '@podlab/apimachinery';
import type { HostAlias, PodSpec } from 'kubernetes-types/core/v1';
import { addressFaults } from '../networking/addresses.ts';

const maxNameservers = 3;
const maxSearches = 32;
const maxSearchCharacters = 2048;

/** Faults of how a Pod finds names. @see pkg/apis/core/validation/validation.go `validatePodDNSConfig` (v1.36) */
export function validateDnsConfig({ dnsConfig, dnsPolicy }: PodSpec, path: string): FieldError[] {
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === 'None') {
    if (!dnsConfig) return [fieldErrors.required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if (nameservers.length === 0) {
      const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
      return [fieldErrors.required(`${path}.nameservers`, detail)];
    }
  }
  const faults: FieldError[] = [];
  if (nameservers.length > maxNameservers) {
    const detail = `must not have more than ${maxNameservers} nameservers`;
    faults.push(fieldErrors.invalid(`${path}.nameservers`, nameservers, detail));
  }
  faults.push(...nameservers.flatMap((server, index) => addressFaults(server, `${path}.nameservers[${index}]`)));
  if (searches.length > maxSearches) {
    const detail = `must not have more than ${maxSearches} search paths`;
    faults.push(fieldErrors.invalid(`${path}.searches`, searches, detail));
  }
  if (searches.join(' ').length > maxSearchCharacters) {
    const detail = `must not have more than ${maxSearchCharacters} characters (including spaces) in the search list`;
    faults.push(fieldErrors.invalid(`${path}.searches`, searches, detail));
  }
  return [
    ...faults,
    ...searches.flatMap((search, index) => searchFaults(search, `${path}.searches[${index}]`)),
    ...options.flatMap(({ name }, index) =>
      name ? [] : [fieldErrors.required(`${path}.options[${index}]`, 'must not be empty')],
    ),
  ];
}

function searchFaults(search: string, path: string): FieldError[] {
  if (search === '.') return [];
  const name = search.replace(/\.$/, '');
  return fieldErrors.invalidEach(path, name, underscoreSubdomainFaults(name));
}

/** Faults of lines of a Pod's `/etc/hosts`. */
export function validateHostAliases(aliases: readonly HostAlias[], path: string): FieldError[] {
  return aliases.flatMap(({ ip = '', hostnames = [] }: Partial<HostAlias>, index) => [
    ...addressFaults(ip, `${path}[${index}].ip`),
    ...hostnames.flatMap((name, place) =>
      fieldErrors.invalidEach(`${path}[${index}].hostnames[${place}]`, name, dnsSubdomainFaults(name)),
    ),
  ]);
}
