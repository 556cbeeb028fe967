import { matchesSelector, selectorOf } from '@podlab/apimachinery';
import { isInBlock } from '@podlab/shell';
import type {
  NetworkPolicy as NetworkPolicyObject,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from 'kubernetes-types/networking/v1';

type NetworkPolicy = Pick<NetworkPolicyObject, 'metadata' | 'spec'>;

/** One end of a connection as policies see it. */
export interface PolicyEnd {
  readonly ip: string;
  /** Undefined: not a Pod. */
  readonly pod?: {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly namespaceLabels: Readonly<Record<string, string>>;
    /** Port numbers by name. */
    readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
  };
}

export interface PolicyTraffic {
  readonly from: PolicyEnd;
  readonly to: PolicyEnd;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP' | 'ICMP';
}

/**
 * Whether a new connection may be made: the policies of both ends must let it through. A Pod that no policy selects for a
 * direction lets everything through in it; one that is selected, only what some policy names.
 * @param policies of all namespaces
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function isTrafficAllowed(policies: readonly NetworkPolicy[], traffic: PolicyTraffic): boolean {
  return isDirectionAllowed(policies, traffic, 'Ingress') && isDirectionAllowed(policies, traffic, 'Egress');
}

function isDirectionAllowed(
  policies: readonly NetworkPolicy[],
  traffic: PolicyTraffic,
  direction: 'Ingress' | 'Egress',
): boolean {
  const [own, other] = direction === 'Ingress' ? [traffic.to, traffic.from] : [traffic.from, traffic.to];
  const { pod } = own;
  if (pod === undefined) return true;
  const selecting = policies.filter(
    ({ metadata, spec }) =>
      metadata?.namespace === pod.namespace &&
      matchesSelector(selectorOf(spec?.podSelector ?? {}), pod.labels) &&
      policyTypes(spec).includes(direction),
  );
  if (selecting.length === 0) return true;
  return selecting.some(({ spec }) => {
    const rules =
      direction === 'Ingress'
        ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
    return rules.some(
      ({ peers, ports }) => isPeer(peers, other, pod.namespace) && isPort(ports, traffic, traffic.to.pod?.ports ?? []),
    );
  });
}

/** What a policy is about when it does not say so: always ingress, and egress when it has such rules. */
export function policyTypes(spec: NetworkPolicy['spec']): readonly string[] {
  if (spec?.policyTypes?.length) return spec.policyTypes;
  return spec?.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
}

function isPeer(peers: readonly NetworkPolicyPeer[] | undefined, other: PolicyEnd, namespace: string): boolean {
  if (!peers?.length) return true;
  return peers.some(({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock) {
      const excepted = (ipBlock.except ?? []).some((block) => isInBlock(other.ip, block));
      return isInBlock(other.ip, ipBlock.cidr) && !excepted;
    }
    const { pod } = other;
    if (pod === undefined) return false;
    const isNamespace = namespaceSelector
      ? matchesSelector(selectorOf(namespaceSelector), pod.namespaceLabels)
      : pod.namespace === namespace;
    return isNamespace && (!podSelector || matchesSelector(selectorOf(podSelector), pod.labels));
  });
}

function isPort(
  ports: readonly NetworkPolicyPort[] | undefined,
  { port: actual, protocol: actualProtocol }: PolicyTraffic,
  named: readonly { readonly name: string; readonly port: number; readonly protocol: string }[],
): boolean {
  if (!ports?.length) return true;
  return ports.some(({ port, endPort, protocol = 'TCP' }) => {
    if (protocol !== actualProtocol) return false;
    if (port === undefined) return true;
    if (typeof port === 'string') {
      return named.some((one) => one.name === port && one.port === actual && one.protocol === protocol);
    }
    return endPort === undefined ? port === actual : port <= actual && actual <= endPort;
  });
}
