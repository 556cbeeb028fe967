import type { Stored } from '@podlab/apimachinery';
import type { ConfigMap, Namespace, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { type DescribeWriter, writeAnnotations, writePairs } from './describe-writer.ts';

/** Writes a Service as `kubectl describe service` does, but for its events. */
export function describeService(
  writer: DescribeWriter,
  service: Stored<Service>,
  slices: readonly Stored<EndpointSlice>[],
): void {
  const { metadata, spec = {} } = service;
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  const selector = Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
  writer.line(0, `Selector:\t${selector.length === 0 ? '<none>' : selector.toSorted().join(',')}`);
  writer.line(0, `Type:\t${spec.type ?? ''}`);
  if (spec.ipFamilyPolicy) writer.line(0, `IP Family Policy:\t${spec.ipFamilyPolicy}`);
  const families = spec.ipFamilies ?? [];
  writer.line(0, `IP Families:\t${families.length === 0 ? '<none>' : families.join(',')}`);
  writer.line(0, `IP:\t${spec.clusterIP ?? ''}`);
  writer.line(0, `IPs:\t${spec.clusterIPs && spec.clusterIPs.length > 0 ? spec.clusterIPs.join(',') : '<none>'}`);
  if (spec.externalIPs && spec.externalIPs.length > 0) writer.line(0, `External IPs:\t${spec.externalIPs.join(',')}`);
  if (spec.externalName) writer.line(0, `External Name:\t${spec.externalName}`);
  for (const { name, port, protocol = 'TCP', targetPort, nodePort } of spec.ports ?? []) {
    writer.line(0, `Port:\t${name || '<unset>'}\t${port}/${protocol}`);
    writer.line(0, `TargetPort:\t${targetPort ?? port}/${protocol}`);
    if (nodePort) writer.line(0, `NodePort:\t${name || '<unset>'}\t${nodePort}/${protocol}`);
    writer.line(0, `Endpoints:\t${endpointsText(slices, name ?? '')}`);
  }
  writer.line(0, `Session Affinity:\t${spec.sessionAffinity ?? ''}`);
  if (spec.externalTrafficPolicy) writer.line(0, `External Traffic Policy:\t${spec.externalTrafficPolicy}`);
  if (spec.internalTrafficPolicy) writer.line(0, `Internal Traffic Policy:\t${spec.internalTrafficPolicy}`);
}

/** Writes a ConfigMap as `kubectl describe configmap` does, but for its events. */
export function describeConfigMap(
  writer: DescribeWriter,
  { metadata, data = {}, binaryData = {} }: Stored<ConfigMap>,
): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, '');
  writer.line(0, 'Data');
  writer.line(0, '====');
  for (const [key, value] of Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    writer.line(0, `${key}:`);
    writer.line(0, '----');
    for (const line of value.split('\n')) writer.line(0, line);
    writer.line(0, '');
  }
  writer.line(0, '');
  writer.line(0, 'BinaryData');
  writer.line(0, '====');
  for (const [key, value] of Object.entries(binaryData).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    writer.line(0, `${key}: ${atob(value).length} bytes`);
  }
  writer.line(0, '');
}

/** Writes a Namespace as `kubectl describe namespace` does, but for what limits it. */
export function describeNamespace(writer: DescribeWriter, { metadata, status }: Stored<Namespace>): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, `Status:\t${status?.phase ?? ''}`);
  writer.line(0, '');
}

/** `10.244.0.10:8080,…` of the endpoints that are ready, three at most. */
export function endpointsText(slices: readonly Stored<EndpointSlice>[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const addresses = slices.flatMap(({ endpoints, ports }) => {
    const port = (ports ?? []).find(({ name }) => (name ?? '') === portName)?.port;
    return endpoints
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses: own }) => own.map((address) => `${address}:${port ?? ''}`));
  });
  if (addresses.length === 0) return '';
  const more = addresses.length > 3 ? ` + ${addresses.length - 3} more...` : '';
  return addresses.slice(0, 3).join(',') + more;
}
