import type { Container, Pod, Probe, Volume } from 'kubernetes-types/core/v1';
import type { StoredPod } from '../kubelet/pod-types.ts';
import { staticPodOf } from '../kubelet/static-pods/static-pod-of.ts';
import { manifestDirectory } from '../kubelet/static-pods/static-pods.ts';

interface Part {
  readonly name: string;
  readonly image: string;
  readonly options: readonly string[];
  readonly requests: Readonly<Record<string, string>>;
  readonly port: number;
  readonly host: string;
  readonly scheme: 'HTTP' | 'HTTPS';
  /** Paths of the probes: live and startup, ready. */
  readonly live: string;
  readonly start: string;
  readonly ready?: string;
  /** Directories and files of the node, by the names of their volumes. */
  readonly paths: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What all certificates of a control plane lie in; some are the distribution's. */
const certificates = {
  'ca-certs': '/etc/ssl/certs',
  'etc-ca-certificates': '/etc/ca-certificates',
  'k8s-certs': '/etc/kubernetes/pki',
};
const sharedCertificates = {
  'usr-local-share-ca-certificates': '/usr/local/share/ca-certificates',
  'usr-share-ca-certificates': '/usr/share/ca-certificates',
};
const pki = '/etc/kubernetes/pki';
const version = 'v1.36.3';

/**
 * The static Pods that a control plane consists of, as kubeadm's files describe them to its kubelet.
 * @param ip the node's address
 * @see kubernetes v1.36 cmd/kubeadm/app/phases/controlplane/manifests.go, cmd/kubeadm/app/phases/etcd/local.go; seen on
 *   a kind cluster of v1.36.3
 */
export function staticControlPlane(nodeName: string, ip: string, nowMs: number): readonly StoredPod[] {
  return [etcd(nodeName, ip), apiServer(ip), controllerManager(), scheduler()].flatMap((part) => {
    const path = `${manifestDirectory}/${part.name}.yaml`;
    const verdict = staticPodOf(podOf(part), path, { nodeName, nowMs });
    return 'pod' in verdict ? [verdict.pod] : [];
  });
}

function etcd(nodeName: string, ip: string): Part {
  const clients = `https://${ip}:2379`;
  const peers = `https://${ip}:2380`;
  return {
    name: 'etcd',
    image: 'registry.k8s.io/etcd:3.6.8-0',
    options: [
      `advertise-client-urls=${clients}`,
      `cert-file=${pki}/etcd/server.crt`,
      'client-cert-auth=true',
      'data-dir=/var/lib/etcd',
      'feature-gates=InitialCorruptCheck=true',
      `initial-advertise-peer-urls=${peers}`,
      `initial-cluster=${nodeName}=${peers}`,
      `key-file=${pki}/etcd/server.key`,
      `listen-client-urls=https://127.0.0.1:2379,${clients}`,
      'listen-metrics-urls=http://127.0.0.1:2381',
      `listen-peer-urls=${peers}`,
      `name=${nodeName}`,
      `peer-cert-file=${pki}/etcd/peer.crt`,
      'peer-client-cert-auth=true',
      `peer-key-file=${pki}/etcd/peer.key`,
      `peer-trusted-ca-file=${pki}/etcd/ca.crt`,
      'snapshot-count=10000',
      `trusted-ca-file=${pki}/etcd/ca.crt`,
      'watch-progress-notify-interval=5s',
    ],
    requests: { cpu: '100m', memory: '100Mi' },
    port: 2381,
    host: '127.0.0.1',
    scheme: 'HTTP',
    live: '/livez',
    start: '/readyz',
    ready: '/readyz',
    paths: { 'etcd-data': '/var/lib/etcd', 'etcd-certs': `${pki}/etcd` },
    annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': clients },
  };
}

function apiServer(ip: string): Part {
  return {
    name: 'kube-apiserver',
    image: `registry.k8s.io/kube-apiserver:${version}`,
    options: [
      `advertise-address=${ip}`,
      'allow-privileged=true',
      'authorization-mode=Node,RBAC',
      `client-ca-file=${pki}/ca.crt`,
      'enable-admission-plugins=NodeRestriction',
      'enable-bootstrap-token-auth=true',
      `etcd-cafile=${pki}/etcd/ca.crt`,
      `etcd-certfile=${pki}/apiserver-etcd-client.crt`,
      `etcd-keyfile=${pki}/apiserver-etcd-client.key`,
      'etcd-servers=https://127.0.0.1:2379',
      `kubelet-client-certificate=${pki}/apiserver-kubelet-client.crt`,
      `kubelet-client-key=${pki}/apiserver-kubelet-client.key`,
      'kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
      `proxy-client-cert-file=${pki}/front-proxy-client.crt`,
      `proxy-client-key-file=${pki}/front-proxy-client.key`,
      'requestheader-allowed-names=front-proxy-client',
      `requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
      'requestheader-extra-headers-prefix=X-Remote-Extra-',
      'requestheader-group-headers=X-Remote-Group',
      'requestheader-username-headers=X-Remote-User',
      'secure-port=6443',
      'service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `service-account-key-file=${pki}/sa.pub`,
      `service-account-signing-key-file=${pki}/sa.key`,
      'service-cluster-ip-range=10.96.0.0/16',
      `tls-cert-file=${pki}/apiserver.crt`,
      `tls-private-key-file=${pki}/apiserver.key`,
      'runtime-config=',
    ],
    requests: { cpu: '250m' },
    port: 6443,
    host: ip,
    scheme: 'HTTPS',
    live: '/livez',
    start: '/livez',
    ready: '/readyz',
    paths: { ...certificates, ...sharedCertificates },
    annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${ip}:6443` },
  };
}

function controllerManager(): Part {
  const kubeconfig = '/etc/kubernetes/controller-manager.conf';
  return {
    name: 'kube-controller-manager',
    image: `registry.k8s.io/kube-controller-manager:${version}`,
    options: [
      'allocate-node-cidrs=true',
      `authentication-kubeconfig=${kubeconfig}`,
      `authorization-kubeconfig=${kubeconfig}`,
      'bind-address=127.0.0.1',
      `client-ca-file=${pki}/ca.crt`,
      'cluster-cidr=10.244.0.0/16',
      'cluster-name=podlab',
      `cluster-signing-cert-file=${pki}/ca.crt`,
      `cluster-signing-key-file=${pki}/ca.key`,
      'controllers=*,bootstrapsigner,tokencleaner',
      'enable-hostpath-provisioner=true',
      `kubeconfig=${kubeconfig}`,
      'leader-elect=true',
      `requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
      `root-ca-file=${pki}/ca.crt`,
      `service-account-private-key-file=${pki}/sa.key`,
      'service-cluster-ip-range=10.96.0.0/16',
      'use-service-account-credentials=true',
    ],
    requests: { cpu: '200m' },
    port: 10_257,
    host: '127.0.0.1',
    scheme: 'HTTPS',
    live: '/healthz',
    start: '/healthz',
    paths: { ...certificates, kubeconfig, ...sharedCertificates },
  };
}

function scheduler(): Part {
  const kubeconfig = '/etc/kubernetes/scheduler.conf';
  return {
    name: 'kube-scheduler',
    image: `registry.k8s.io/kube-scheduler:${version}`,
    options: [
      `authentication-kubeconfig=${kubeconfig}`,
      `authorization-kubeconfig=${kubeconfig}`,
      'bind-address=127.0.0.1',
      `kubeconfig=${kubeconfig}`,
      'leader-elect=true',
    ],
    requests: { cpu: '100m' },
    port: 10_259,
    host: '127.0.0.1',
    scheme: 'HTTPS',
    live: '/livez',
    start: '/livez',
    ready: '/readyz',
    paths: { kubeconfig },
  };
}

function podOf(part: Part): Pod {
  const { name, paths, annotations } = part;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'kube-system',
      labels: { component: name, tier: 'control-plane' },
      ...(annotations && { annotations: { ...annotations } }),
    },
    spec: {
      containers: [containerOf(part)],
      hostNetwork: true,
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      volumes: Object.entries(paths).map(([volume, path]): Volume => {
        return { name: volume, hostPath: { path, type: `${isFile(path) ? 'File' : 'Directory'}OrCreate` } };
      }),
    },
  };
}

function containerOf(part: Part): Container {
  const { name, image, options, requests, port, host, scheme, paths } = part;
  const probe = (path: string, timing: Probe): Probe => ({
    httpGet: { host, path, port: 'probe-port', scheme },
    timeoutSeconds: 15,
    ...timing,
  });
  const slow = { initialDelaySeconds: 10, periodSeconds: 10 };
  return {
    name,
    image,
    command: [name, ...options.map((option) => `--${option}`)],
    ports: [{ name: 'probe-port', containerPort: port }],
    resources: { requests: { ...requests } },
    livenessProbe: probe(part.live, { ...slow, failureThreshold: 8 }),
    ...(part.ready !== undefined && {
      readinessProbe: probe(part.ready, { periodSeconds: 1, failureThreshold: 3 }),
    }),
    startupProbe: probe(part.start, { ...slow, failureThreshold: 24 }),
    volumeMounts: Object.entries(paths).map(([volume, path]) => {
      return { name: volume, mountPath: path, ...(name !== 'etcd' && { readOnly: true }) };
    }),
  };
}

function isFile(path: string): boolean {
  return path.endsWith('.conf');
}
