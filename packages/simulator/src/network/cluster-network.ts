import type { Random, Stored, Timers } from '@podlab/apimachinery';
import {
  type DnsAnswer,
  type DnsQuestion,
  NetworkStack,
  type Reply,
  type Route,
  type SocketAddress,
  type Wire,
} from '@podlab/shell';
import type { Pod } from 'kubernetes-types/core/v1';
import { rareKinds } from '#parts';
import type { LocalApi } from '../apiserver/local-api.ts';
import { chooseEndpoint, usableEndpoints } from './choose-endpoint.ts';
import { answerDns, clusterDnsIp } from './cluster-dns.ts';
import { isCut, type NetworkConditions, transitMs } from './conditions.ts';
import type { PolicyEnd, PolicyTraffic } from './network-policy.ts';
import { defaultAffinitySeconds, SessionAffinity } from './session-affinity.ts';
import { ServiceDirectory, type StoredService } from './service-directory.ts';

/** Hops of an answer within a node and across nodes. */
const timeToLive = { sameNode: 63, otherNode: 62 } as const;

/** What kube-proxy does when a Service has no endpoints, and when none of them is on the node that it is kept to. */
type NoEndpoint = 'rejected' | 'dropped';

/** What hangs on one address. */
interface Place {
  readonly stack: NetworkStack;
  readonly nodeName: string;
  /** Undefined: the node itself. */
  readonly pod?: { readonly namespace: string; readonly name: string };
}

export interface ClusterNetworkOptions {
  readonly api: LocalApi;
  readonly timers: Timers;
  readonly random: Random;
  readonly conditions?: NetworkConditions;
  /** Whether Pods answer what cluster DNS is asked; else it answers always. */
  readonly hasDnsPods: boolean;
}

/**
 * All that lies between the network stacks of a cluster: the Pod network, what kube-proxy does with Services, cluster DNS
 * and NetworkPolicies. It keeps one entry for each address; everything else is read from the API when a connection is
 * made.
 */
export class ClusterNetwork implements Wire {
  readonly #options: ClusterNetworkOptions;
  readonly #places = new Map<string, Place>();
  readonly #services: ServiceDirectory;
  readonly #affinity = new SessionAffinity();

  constructor(options: ClusterNetworkOptions) {
    this.#options = options;
    this.#services = new ServiceDirectory(options.api);
  }

  /** Follows the Services of the API. */
  start(): { stop(): void } {
    return this.#services.start(({ metadata }) => this.#affinity.forget(metadata.uid));
  }

  /** Attaches a node. */
  addNode(nodeName: string, ip: string): NetworkStack {
    return this.#attach({ nodeName, ip });
  }

  /** Attaches a Pod's sandbox. */
  addPod(pod: Stored<Pod>, nodeName: string, ip: string): NetworkStack {
    const { namespace = '', name } = pod.metadata;
    return this.#attach({ nodeName, ip, gateway: ip.replace(/\d+$/, '1'), pod: { namespace, name } });
  }

  /** Detaches an address: nobody is there any more. Does nothing when another stack has it by now. */
  remove(stack: NetworkStack): void {
    const ip = stack.address ?? '';
    if (this.#places.get(ip)?.stack === stack) this.#places.delete(ip);
  }

  /** The network of a Pod, by its address. */
  stackAt(ip: string): NetworkStack | undefined {
    return this.#places.get(ip)?.stack;
  }

  route(from: NetworkStack, to: SocketAddress): Route {
    return this.#to(from, this.#behindService(from, to));
  }

  /** A node has the ports of Services at its own addresses too. */
  divert(from: NetworkStack, to: SocketAddress): Route | undefined {
    const place = this.#places.get(from.address ?? '');
    if (place === undefined || place.pod || !this.#services.findByNodePort(to.port)) return undefined;
    return this.#to(from, this.#behindService(from, { ...to, ip: from.address ?? '' }));
  }

  #to(from: NetworkStack, target: SocketAddress | NoEndpoint): Route {
    if (target === 'rejected') return { kind: 'failed', why: 'ECONNREFUSED', afterMs: 0 };
    if (target === 'dropped') return { kind: 'lost' };
    const source = this.#places.get(from.address ?? '');
    const place = this.#places.get(target.ip);
    if (place === undefined) return { kind: 'lost' };
    if (source && this.#isCut(source, place)) return { kind: 'lost' };
    if (!this.#isAllowed(from, target, 'TCP')) return { kind: 'lost' };
    const { conditions = {}, random } = this.#options;
    return {
      kind: 'stack',
      stack: place.stack,
      to: target,
      transit: from === place.stack ? () => 0 : (packet) => transitMs(conditions, packet, random),
    };
  }

  query(from: NetworkStack, server: string, question: DnsQuestion): Reply<DnsAnswer> {
    const service = server === clusterDnsIp ? this.#services.findByClusterIp(server) : undefined;
    if (!service) return { kind: 'lost' };
    const { hasDnsPods } = this.#options;
    if (hasDnsPods && usableEndpoints(this.#services.slicesOf(service), 'dns').length === 0) return { kind: 'lost' };
    if (!this.#isAllowed(from, { ip: server, port: 53 }, 'UDP')) return { kind: 'lost' };
    const { conditions = {}, random, api } = this.#options;
    const value = answerDns(question, {
      hasNamespace: (name) => api.get('namespaces', undefined, name) !== undefined,
      findService: (namespace, name) => this.#services.find(namespace, name),
      slicesOf: (service) => this.#services.slicesOf(service),
      allSlices: () => api.list('endpointslices'),
      findByClusterIp: (ip) => this.#services.findByClusterIp(ip),
    });
    return { kind: 'answer', value, afterMs: 2 * transitMs(conditions, 'handshake', random) };
  }

  echo(from: NetworkStack, ip: string): Reply<number> {
    const place = this.#places.get(ip);
    if (place === undefined) return { kind: 'lost' };
    const source = this.#places.get(from.address ?? '');
    if (source && this.#isCut(source, place)) return { kind: 'lost' };
    if (!this.#isAllowed(from, { ip, port: 0 }, 'ICMP')) return { kind: 'lost' };
    const { conditions = {}, random } = this.#options;
    const value = source?.nodeName === place.nodeName ? timeToLive.sameNode : timeToLive.otherNode;
    return { kind: 'answer', value, afterMs: 2 * transitMs({ ...conditions, loss: 0 }, 'data', random) };
  }

  #attach({
    nodeName,
    ip,
    gateway,
    pod,
  }: {
    readonly nodeName: string;
    readonly ip: string;
    readonly gateway?: string;
    readonly pod?: NonNullable<Place['pod']>;
  }): NetworkStack {
    const stack = new NetworkStack({
      timers: this.#options.timers,
      address: ip,
      wire: this,
      ...(gateway !== undefined && { gateway }),
    });
    this.#places.set(ip, { stack, nodeName, ...(pod && { pod }) });
    return stack;
  }

  /** What kube-proxy makes of a destination. */
  #behindService(from: NetworkStack, to: SocketAddress): SocketAddress | NoEndpoint {
    const isNode = this.#places.get(to.ip)?.pod === undefined && this.#places.has(to.ip);
    const service = isNode ? this.#services.findByNodePort(to.port) : this.#services.findByClusterIp(to.ip);
    const port = service?.spec?.ports?.find(
      ({ port: own, nodePort, protocol = 'TCP' }) => protocol === 'TCP' && (isNode ? nodePort : own) === to.port,
    );
    if (service === undefined || port === undefined) return to;
    return this.#endpointOf(service, port.name ?? '', from, isNode ? to.ip : undefined);
  }

  #endpointOf(
    service: StoredService,
    portName: string,
    from: NetworkStack,
    nodeIp: string | undefined,
  ): SocketAddress | NoEndpoint {
    const { spec, metadata } = service;
    const slices = this.#services.slicesOf(service);
    const usable = usableEndpoints(slices, portName);
    if (usable.length === 0) return 'rejected';
    const source = this.#places.get(from.address ?? '')?.nodeName;
    const node = nodeIp ? this.#places.get(nodeIp)?.nodeName : source;
    // What comes from the node itself and from its Pods is not external, though it asks for a port of the node.
    const isInside = nodeIp !== undefined && source === node;
    const isLocalOnly = (nodeIp ? spec?.externalTrafficPolicy : spec?.internalTrafficPolicy) === 'Local' && !isInside;
    const local = isLocalOnly ? usableEndpoints(slices, portName, node) : usable;
    const clientIp = from.address ?? '';
    const nowMs = this.#options.timers.nowMs();
    const isSticky = spec?.sessionAffinity === 'ClientIP';
    const timeoutSeconds = spec?.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultAffinitySeconds;
    const remembered = isSticky ? this.#affinity.find(metadata.uid, clientIp, { nowMs, timeoutSeconds }) : undefined;
    const chosen = chooseEndpoint(local, remembered, this.#options.random);
    if (!chosen) return 'dropped';
    if (isSticky) this.#affinity.remember(metadata.uid, clientIp, chosen.ip, nowMs);
    return chosen;
  }

  #isCut(a: Place, b: Place): boolean {
    return isCut(this.#options.conditions ?? {}, namesOf(a), namesOf(b));
  }

  #isAllowed(from: NetworkStack, to: SocketAddress, protocol: PolicyTraffic['protocol']): boolean {
    const policies = this.#options.api.list('networkpolicies');
    if (policies.length === 0 || from.address === to.ip) return true;
    const source = this.#policyEnd(from.address ?? '');
    // A node reaches the Pods on it whatever their policies say: the kubelet must be able to probe them.
    const isOwnNode =
      source.pod === undefined && this.#places.get(from.address ?? '')?.nodeName === this.#places.get(to.ip)?.nodeName;
    if (isOwnNode) return true;
    const traffic = { from: source, to: this.#policyEnd(to.ip), port: to.port, protocol };
    // Whoever wrote a policy has had this loaded.
    return rareKinds.code.isTrafficAllowed(policies, traffic);
  }

  #policyEnd(ip: string): PolicyEnd {
    const { api } = this.#options;
    const namespaceLabels = (name: string) => api.get('namespaces', undefined, name)?.metadata.labels ?? {};
    if (ip === clusterDnsIp) {
      const labels = { 'k8s-app': 'kube-dns' };
      const ports = [{ name: 'dns', port: 53, protocol: 'UDP' }];
      const namespace = 'kube-system';
      return { ip, pod: { namespace, labels, namespaceLabels: namespaceLabels(namespace), ports } };
    }
    const owner = this.#places.get(ip)?.pod;
    const pod = owner && api.get('pods', owner.namespace, owner.name);
    if (pod === undefined) return { ip };
    const namespace = pod.metadata.namespace ?? '';
    const ports = (pod.spec?.containers ?? [])
      .flatMap((container) => container.ports ?? [])
      .map(({ name = '', containerPort, protocol = 'TCP' }) => ({ name, port: containerPort, protocol }));
    const labels = pod.metadata.labels ?? {};
    return { ip, pod: { namespace, labels, namespaceLabels: namespaceLabels(namespace), ports } };
  }
}

function namesOf({ stack, nodeName, pod }: Place): readonly string[] {
  const own = [stack.address ?? '', nodeName];
  return pod ? [...own, `${pod.namespace}/${pod.name}`] : own;
}
