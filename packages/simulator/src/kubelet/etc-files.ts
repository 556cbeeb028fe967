import type { StoredPod } from './pod-types.ts';

/** Cluster DNS, as kubeadm sets it. */
export const clusterDnsIp = '10.96.0.10';

/** /etc/hosts, as the kubelet manages it. @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go managedHostsFileContent */
export function hostsFile(pod: StoredPod, podIP: string): string {
  const { hostname = pod.metadata.name, subdomain, hostAliases = [] } = pod.spec;
  const names = subdomain
    ? `${hostname}.${subdomain}.${pod.metadata.namespace ?? ''}.svc.cluster.local\t${hostname}`
    : hostname;
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

/** /etc/resolv.conf for dnsPolicy ClusterFirst. */
export function resolvConf(pod: StoredPod): string {
  const search = `${pod.metadata.namespace ?? ''}.svc.cluster.local svc.cluster.local cluster.local`;
  return `search ${search}\nnameserver ${clusterDnsIp}\noptions ndots:5\n`;
}
