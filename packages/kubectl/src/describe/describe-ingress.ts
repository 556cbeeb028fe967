import type { Stored } from '@podlab/apimachinery';
import type { Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Ingress, IngressBackend } from 'kubernetes-types/networking/v1';
import { endpointsText } from './describe-others.ts';
import { type DescribeWriter, writeAnnotations, writePairs } from './describe-writer.ts';

/** A Service that an Ingress names, with its endpoints; or why it cannot be read. */
export type Backing =
  | { readonly service: Stored<Service>; readonly slices: readonly Stored<EndpointSlice>[] }
  | { readonly fault: string };

/** Writes an Ingress as `kubectl describe ingress` does, but for its events. @param backings by name of the Service */
export function describeIngress(
  writer: DescribeWriter,
  { metadata, spec = {}, status }: Stored<Ingress>,
  backings: ReadonlyMap<string, Backing>,
): void {
  const address = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
  const { defaultBackend, rules = [], tls = [] } = spec;
  const byDefault = defaultBackend ? backendText(defaultBackend, backings) : '<default>';
  writer.line(0, `Name:\t${metadata.name}`);
  writePairs(writer, 'Labels', metadata.labels);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writer.line(0, `Address:\t${address.join(',')}`);
  writer.line(0, `Ingress Class:\t${spec.ingressClassName ?? '<none>'}`);
  writer.line(0, `Default backend:\t${byDefault}`);
  if (tls.length > 0) writer.line(0, 'TLS:');
  for (const { secretName = '', hosts = [] } of tls)
    writer.line(1, secretName === '' ? `SNI routes ${hosts.join(',')}` : `${secretName} terminates ${hosts.join(',')}`);
  writer.line(0, 'Rules:');
  writer.line(1, 'Host\tPath\tBackends');
  writer.line(1, '----\t----\t--------');
  const routed = rules.filter(({ http }) => http);
  for (const { host, http } of routed) {
    writer.line(1, `${host || '*'}\t`);
    for (const { path = '', backend } of http?.paths ?? [])
      writer.line(2, `\t${path} \t${backendText(backend, backings)}`);
  }
  if (routed.length === 0) writer.line(1, `*\t*\t${byDefault}`);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
}

function backendText({ service, resource }: IngressBackend, backings: ReadonlyMap<string, Backing>): string {
  if (!service) {
    const { apiGroup = '<none>', kind = '', name = '' } = resource ?? {};
    return `APIGroup: ${apiGroup}, Kind: ${kind}, Name: ${name}`;
  }
  const { name, port } = service;
  const text = `${name}:${port?.name || port?.number || 0}`;
  const backing = backings.get(name);
  if (!backing) return text;
  if ('fault' in backing) return `${text} (<error: ${backing.fault}>)`;
  const target = (backing.service.spec?.ports ?? []).find((one) =>
    port?.number ? one.port === port.number : one.name === port?.name,
  );
  return `${text} (${endpointsText(backing.slices, target?.name ?? '')})`;
}
