import { formatSelector, selectorOf, type Stored } from '@podlab/apimachinery';
import type { Endpoints, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { NetworkPolicy } from 'kubernetes-types/networking/v1';
import { ageColumn, nameColumn, shortList, textColumn, wide, type TableColumn } from './table-column.ts';

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const serviceColumns: readonly TableColumn<Stored<Service>>[] = [
  nameColumn,
  textColumn('Type', 'How the Service is reached.', ({ spec }) => spec?.type ?? ''),
  textColumn('Cluster-IP', 'Address inside the cluster.', ({ spec }) => spec?.clusterIPs?.[0] ?? '<none>'),
  textColumn('External-IP', 'Addresses from outside.', externalIp),
  textColumn('Port(s)', 'Ports, node ports and protocols.', servicePorts),
  ageColumn,
  wide(textColumn('Selector', 'Labels of the Pods behind it.', ({ spec }) => labelText(spec?.selector))),
];

export const endpointsColumns: readonly TableColumn<Stored<Endpoints>>[] = [
  nameColumn,
  textColumn('Endpoints', 'Ready addresses and ports.', readyAddresses),
  ageColumn,
];

export const endpointSliceColumns: readonly TableColumn<Stored<EndpointSlice>>[] = [
  nameColumn,
  textColumn('AddressType', 'IPv4, IPv6 or FQDN.', ({ addressType }) => addressType),
  textColumn('Ports', 'Ports of the endpoints.', ({ ports }) =>
    ports?.length ? shortList(ports.map(({ port, name }) => (port ? String(port) : (name ?? '*')))) : '<unset>',
  ),
  textColumn('Endpoints', 'Addresses of the endpoints.', ({ endpoints }) =>
    endpoints?.length ? shortList(endpoints.flatMap(({ addresses }) => addresses)) : '<unset>',
  ),
  ageColumn,
];

export const networkPolicyColumns: readonly TableColumn<Stored<NetworkPolicy>>[] = [
  nameColumn,
  textColumn(
    'Pod-Selector',
    'Labels of the Pods that it is about.',
    ({ spec }) => formatSelector(selectorOf(spec?.podSelector ?? {})) || '<none>',
  ),
  ageColumn,
];

function readyAddresses({ subsets = [] }: Stored<Endpoints>): string {
  const ready = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  );
  // Nothing is said of those that are there and not ready.
  return ready.length === 0 && subsets.length > 0 ? '' : shortList(ready);
}

function externalIp({ spec, status }: Stored<Service>): string {
  const external = spec?.externalIPs ?? [];
  if (spec?.type === 'ExternalName') return spec.externalName ?? '';
  if (spec?.type !== 'LoadBalancer') return external.join(',') || '<none>';
  const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
  return [...ingress, ...external].join(',') || '<pending>';
}

function servicePorts({ spec }: Stored<Service>): string {
  const ports = (spec?.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return ports.join(',') || '<none>';
}

function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.sort().join(',') || '<none>';
}
