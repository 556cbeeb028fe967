import { formatSelector, selectorOf, type Stored } from '@podlab/apimachinery';
import type { Endpoints } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1';
import type { DescribeWriter } from './describe-writer.ts';
import { writeAnnotations, writePairs } from './describe-writer.ts';
import { writeHead } from './head.ts';

/** Writes Endpoints as `kubectl describe endpoints` does, but for their events. */
export function describeEndpoints(writer: DescribeWriter, endpoints: Stored<Endpoints>): void {
  const ips = (addresses: readonly { readonly ip: string }[] = []) =>
    addresses.length === 0 ? '<none>' : addresses.map(({ ip }) => ip).join(',');
  writeHead(writer, endpoints);
  writer.line(0, 'Subsets:');
  for (const { addresses, notReadyAddresses, ports = [] } of endpoints.subsets ?? []) {
    writer.line(1, `Addresses:\t${ips(addresses)}`);
    writer.line(1, `NotReadyAddresses:\t${ips(notReadyAddresses)}`);
    if (ports.length > 0) {
      writer.line(1, 'Ports:');
      writer.line(2, 'Name\tPort\tProtocol');
      writer.line(2, '----\t----\t--------');
      for (const { name, port, protocol = 'TCP' } of ports)
        writer.line(2, `${name || '<unset>'}\t${port}\t${protocol}`);
    }
    writer.line(0, '');
  }
}

/** Writes a slice as `kubectl describe endpointslice` does, but for its events. */
export function describeEndpointSlice(writer: DescribeWriter, slice: Stored<EndpointSlice>): void {
  const { ports, endpoints } = slice;
  writeHead(writer, slice);
  writer.line(0, `AddressType:\t${slice.addressType}`);
  writer.line(0, (ports ?? []).length === 0 ? 'Ports: <unset>' : 'Ports:');
  if (ports && ports.length > 0) {
    writer.line(1, 'Name\tPort\tProtocol');
    writer.line(1, '----\t----\t--------');
    for (const { name, port, protocol = 'TCP' } of ports)
      writer.line(1, `${name || '<unset>'}\t${port ?? '<unset>'}\t${protocol}`);
  }
  writer.line(0, (endpoints ?? []).length === 0 ? 'Endpoints: <none>' : 'Endpoints:');
  for (const { addresses, conditions, hostname, targetRef, nodeName, zone } of endpoints ?? []) {
    writer.line(1, `- Addresses:\t${addresses.length === 0 ? '<none>' : addresses.join(', ')}`);
    writer.line(2, 'Conditions:');
    writer.line(3, `Ready:\t${conditions?.ready ?? '<unset>'}`);
    writer.line(2, `Hostname:\t${hostname ?? '<unset>'}`);
    if (targetRef) writer.line(2, `TargetRef:\t${targetRef.kind ?? ''}/${targetRef.name ?? ''}`);
    writer.line(2, `NodeName:\t${nodeName ?? '<unset>'}`);
    writer.line(2, `Zone:\t${zone ?? '<unset>'}`);
  }
}

/** Writes a policy as `kubectl describe networkpolicy` does. */
export function describeNetworkPolicy(writer: DescribeWriter, { metadata, spec }: Stored<NetworkPolicy>): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writer.line(0, `Created on:\t${metadata.creationTimestamp.replace('T', ' ').replace('Z', ' +0000 UTC')}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, 'Spec:');
  const types = spec?.policyTypes ?? [];
  const all = '<none> (Allowing the specific traffic to all pods in this namespace)';
  const selected = formatSelector(selectorOf(spec?.podSelector ?? {}));
  writer.line(1, `PodSelector:     ${selected === '' ? all : selected}`);
  if (types.includes('Ingress')) {
    writer.line(1, 'Allowing ingress traffic:');
    const rules = (spec?.ingress ?? []).map(({ ports, from }) => ({ ports, peers: from }));
    writeRules(writer, rules, { preposition: 'From', isolated: 'ingress', origin: 'source' });
  } else writer.line(1, 'Not affecting ingress traffic');
  if (types.includes('Egress')) {
    writer.line(1, 'Allowing egress traffic:');
    const rules = (spec?.egress ?? []).map(({ ports, to }) => ({ ports, peers: to }));
    writeRules(writer, rules, { preposition: 'To', isolated: 'egress', origin: 'destination' });
  } else writer.line(1, 'Not affecting egress traffic');
  writer.line(1, `Policy Types: ${types.length === 0 ? '<none>' : types.join(', ')}`);
}

interface Rule {
  readonly ports: readonly NetworkPolicyPort[] | undefined;
  readonly peers: readonly NetworkPolicyPeer[] | undefined;
}

function writeRules(
  writer: DescribeWriter,
  rules: readonly Rule[],
  words: { readonly preposition: 'From' | 'To'; readonly isolated: string; readonly origin: string },
): void {
  const { preposition, isolated, origin } = words;
  if (rules.length === 0) writer.line(2, `<none> (Selected pods are isolated for ${isolated} connectivity)`);
  rules.forEach(({ ports = [], peers = [] }, index) => {
    if (ports.length === 0) writer.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const { port, endPort, protocol = 'TCP' } of ports) {
      if (endPort === undefined) writer.line(2, `To Port: ${port ?? '<nil>'}/${protocol}`);
      else writer.line(2, `To Port Range: ${port ?? '<nil>'}-${endPort}/${protocol}`);
    }
    if (peers.length === 0) writer.line(2, `${preposition}: <any> (traffic not restricted by ${origin})`);
    for (const peer of peers) {
      writer.line(2, `${preposition}:`);
      writePeer(writer, peer);
    }
    if (index < rules.length - 1) writer.line(2, '----------');
  });
}

function writePeer(writer: DescribeWriter, { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): void {
  const text = (selector: LabelSelector) => formatSelector(selectorOf(selector)) || '<none>';
  if (namespaceSelector) writer.line(3, `NamespaceSelector: ${text(namespaceSelector)}`);
  if (podSelector) writer.line(3, `PodSelector: ${text(podSelector)}`);
  if (!ipBlock || podSelector || namespaceSelector) return;
  writer.line(3, 'IPBlock:');
  writer.line(4, `CIDR: ${ipBlock.cidr}`);
  writer.line(4, `Except: ${(ipBlock.except ?? []).join(', ')}`);
}
