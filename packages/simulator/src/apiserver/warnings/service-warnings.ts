import type { Service } from 'kubernetes-types/core/v1';
import { addressWarnings } from './pod-warnings.ts';

const oldTopologyHints = 'service.kubernetes.io/topology-aware-hints';
const topologyMode = 'service.kubernetes.io/topology-mode';

/** What a client is told of a Service that may be but is likely not meant. @see pkg/api/service/warnings.go (v1.36) */
export function serviceWarnings({ metadata, spec = {} }: Pick<Service, 'metadata' | 'spec'>): string[] {
  const { type, clusterIP, clusterIPs = [], externalIPs = [], loadBalancerIP = '', externalName = '' } = spec;
  const { trafficDistribution } = spec as { readonly trafficDistribution?: string };
  const isHeadless = type === 'ClusterIP' && clusterIP === 'None';
  const isExternal = type === 'ExternalName';
  const hasIps = externalIPs.length > 0;
  return [
    ...(metadata?.annotations?.[oldTopologyHints] === undefined
      ? []
      : [`annotation ${oldTopologyHints} is deprecated, please use ${topologyMode} instead`]),
    ...(isHeadless || isExternal
      ? []
      : clusterIPs.flatMap((ip, index) => addressWarnings(ip, `spec.clusterIPs[${index}]`))),
    ...(isHeadless && loadBalancerIP !== '' ? ['spec.loadBalancerIP is ignored for headless services'] : []),
    ...(isHeadless && hasIps ? ['spec.externalIPs is ignored for headless services'] : []),
    ...(isHeadless && spec.sessionAffinity !== 'None' ? ['spec.SessionAffinity is ignored for headless services'] : []),
    ...externalIPs.flatMap((ip, index) => addressWarnings(ip, `spec.externalIPs[${index}]`)),
    ...(hasIps && !isHeadless && !isExternal
      ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters']
      : []),
    ...(loadBalancerIP === '' ? [] : addressWarnings(loadBalancerIP, 'spec.loadBalancerIP')),
    ...(isExternal && hasIps ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : []),
    ...(!isExternal && externalName !== ''
      ? ['spec.externalName is ignored when spec.type is not "ExternalName"']
      : []),
    ...(trafficDistribution === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
}
