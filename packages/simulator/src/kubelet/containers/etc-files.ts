import { clusterDnsIp } from '../../network/cluster-dns.ts';
import type { StoredPod } from '../pod-types.ts';

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

const loopback = '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n';
const podHosts = `# Kubernetes-managed hosts file.\n${loopback}fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n`;
/** With the file of a node of kind. */
const nodeHosts = `# Kubernetes-managed hosts file (host network).\n${loopback}fe00::0\tip6-localnet\nff00::0\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n`;

/**
 * /etc/hosts, as the kubelet manages it: with the node's network it begins with that of the node.
 * @param ip of the Pod
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go managedHostsFileContent, nodeHostsFileContent
 */
export function hostsFile(pod: PodIdentity, ip: string, nodeName: string): string {
  const { hostAliases = [], hostNetwork } = pod.spec;
  const { hostname, full } = withDomain(pod);
  const names = full === undefined ? hostname : `${full}\t${hostname}`;
  const aliases = hostAliases.map(({ ip, hostnames = [] }) => `${ip ?? ''}\t${hostnames.join('\t')}\n`);
  return [
    hostNetwork ? `${nodeHosts}${ip}\t${nodeName}\n` : `${podHosts}${ip}\t${names}\n`,
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
