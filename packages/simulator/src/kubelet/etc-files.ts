import { clusterDnsIp } from '../network/cluster-dns.ts';
import type { StoredPod } from './pod-types.ts';

type PodIdentity = Pick<StoredPod, 'metadata' | 'spec'>;

/** What a Pod calls itself, and in full when it is in a domain of its own. */
function withDomain({ spec, metadata }: PodIdentity): { hostname: string; full: string | undefined } {
  const { hostname: own, subdomain, hostnameOverride } = spec as PodIdentity['spec'] & { hostnameOverride?: string };
  if (hostnameOverride) return { hostname: inKernel(hostnameOverride), full: undefined };
  const hostname = inKernel(own || metadata.name);
  const full = subdomain ? `${hostname}.${subdomain}.${metadata.namespace ?? ''}.svc.cluster.local` : undefined;
  return { hostname, full };
}

/** As much as a kernel takes. @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go truncatePodHostnameIfNeeded */
function inKernel(hostname: string): string {
  return hostname.length > 63 ? hostname.slice(0, 63).replace(/[-.]+$/, '') : hostname;
}

/** What a Pod's containers are called: with the node's network, as the node. */
export function hostnameOf(pod: PodIdentity, nodeName: string): string {
  const { hostname, full } = withDomain(pod);
  if (pod.spec.hostNetwork) return nodeName;
  return pod.spec.setHostnameAsFQDN ? (full ?? hostname) : hostname;
}

/** /etc/hosts, as the kubelet manages it. @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go managedHostsFileContent */
export function hostsFile(pod: PodIdentity, podIP: string): string {
  const { hostAliases = [] } = pod.spec;
  const { hostname, full } = withDomain(pod);
  const names = full === undefined ? hostname : `${full}\t${hostname}`;
  const aliases = hostAliases.map(({ ip, hostnames = [] }) => `${ip ?? ''}\t${hostnames.join('\t')}\n`);
  return [
    '# Kubernetes-managed hosts file.\n',
    '127.0.0.1\tlocalhost\n',
    '::1\tlocalhost ip6-localhost ip6-loopback\n',
    'fe00::0\tip6-localnet\n',
    'fe00::0\tip6-mcastprefix\n',
    'fe00::1\tip6-allnodes\n',
    'fe00::2\tip6-allrouters\n',
    `${podIP}\t${names}\n`,
    ...(aliases.length > 0 ? ['\n# Entries added by HostAliases.\n', ...aliases] : []),
  ].join('');
}

/** What a node's own resolver knows: kind's network answers at its gateway. */
const nodeResolver = { nameservers: ['172.18.0.1'], searches: [] as string[], options: ['ndots:0'] };

/**
 * /etc/resolv.conf by the Pod's dnsPolicy and dnsConfig. ClusterFirst with the node's network is Default.
 * @see kubernetes v1.36 pkg/kubelet/network/dns/dns.go GetPodDNS
 */
export function resolvConf(pod: PodIdentity): string {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork = false } = pod.spec;
  const domains = ['svc.cluster.local', 'cluster.local'];
  const cluster = {
    nameservers: [clusterDnsIp],
    searches: [`${pod.metadata.namespace ?? ''}.svc.cluster.local`, ...domains],
    options: ['ndots:5'],
  };
  const isCluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
  const base =
    dnsPolicy === 'None' ? { nameservers: [], searches: [], options: [] } : isCluster ? cluster : nodeResolver;
  const own = (dnsConfig?.options ?? []).map(({ name = '', value }) => (value ? `${name}:${value}` : name));
  const nameOf = (option: string) => option.split(':')[0];
  const kept = base.options.filter((option) => !own.some((other) => nameOf(other) === nameOf(option)));
  const nameservers = [...new Set([...base.nameservers, ...(dnsConfig?.nameservers ?? [])])];
  const searches = [...new Set([...base.searches, ...(dnsConfig?.searches ?? [])])];
  const options = [...kept, ...own];
  return [
    ...(searches.length > 0 ? [`search ${searches.join(' ')}\n`] : []),
    ...nameservers.map((server) => `nameserver ${server}\n`),
    ...(options.length > 0 ? [`options ${options.join(' ')}\n`] : []),
  ].join('');
}
