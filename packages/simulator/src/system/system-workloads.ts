import type { DaemonSet, Deployment } from 'kubernetes-types/apps/v1';
import type { PodSpec, Volume } from 'kubernetes-types/core/v1';
import type { LocalApi } from '../apiserver/local-api.ts';

const namespace = 'kube-system';
const fieldManager = 'kubeadm';
const onLinux = { 'kubernetes.io/os': 'linux' };

/**
 * Creates what kubeadm and kind run in every cluster: kube-proxy and kindnet on each node, and CoreDNS. Controllers,
 * scheduler and kubelets make Pods of it as of anything else.
 * @see kubernetes v1.36 cmd/kubeadm/app/phases/addons; sigs.k8s.io/kind v0.33 pkg/build/nodeimage/const_cni.go
 */
export function createSystemWorkloads(api: LocalApi): void {
  const by = { fieldManager };
  for (const name of ['coredns', 'kube-proxy', 'kindnet']) {
    api.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }, by);
  }
  for (const [name, data] of Object.entries(settings)) {
    const labels = name === 'kube-proxy' ? { app: name } : undefined;
    const metadata = { name, namespace, ...(labels && { labels }) };
    api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, by);
  }
  api.create('deployments', coreDns, by);
  api.create('daemonsets', kubeProxy, by);
  api.create('daemonsets', kindnet, by);
}

const corefile = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`;

const settings: Readonly<Record<string, Record<string, string>>> = {
  coredns: { Corefile: corefile },
  'kube-proxy': {
    'config.conf':
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: 10.244.0.0/16\nmode: iptables\n',
  },
};

const coreDns: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'coredns', namespace, labels: { 'k8s-app': 'kube-dns' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    template: {
      metadata: { labels: { 'k8s-app': 'kube-dns' } },
      spec: {
        priorityClassName: 'system-cluster-critical',
        serviceAccountName: 'coredns',
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 100,
                podAffinityTerm: {
                  labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] },
                  topologyKey: 'kubernetes.io/hostname',
                },
              },
            ],
          },
        },
        tolerations: [
          { key: 'CriticalAddonsOnly', operator: 'Exists' },
          { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
        ],
        nodeSelector: onLinux,
        dnsPolicy: 'Default',
        containers: [
          {
            name: 'coredns',
            image: 'registry.k8s.io/coredns/coredns:v1.14.2',
            imagePullPolicy: 'IfNotPresent',
            args: ['-conf', '/etc/coredns/Corefile'],
            resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
            volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
            ports: [
              { name: 'dns', containerPort: 53, protocol: 'UDP' },
              { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
              { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
              { name: 'liveness-probe', containerPort: 8080, protocol: 'TCP' },
              { name: 'readiness-probe', containerPort: 8181, protocol: 'TCP' },
            ],
            livenessProbe: {
              httpGet: { path: '/health', port: 'liveness-probe' },
              initialDelaySeconds: 60,
              timeoutSeconds: 5,
              failureThreshold: 5,
            },
            readinessProbe: { httpGet: { path: '/ready', port: 'readiness-probe' } },
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
              readOnlyRootFilesystem: true,
            },
          },
        ],
        volumes: [
          {
            name: 'config-volume',
            configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] },
          },
        ],
      },
    },
  },
};

const kubeProxy = onEachNode('kube-proxy', { 'k8s-app': 'kube-proxy' }, ['k8s-app'], {
  containers: [
    {
      name: 'kube-proxy',
      image: 'registry.k8s.io/kube-proxy:v1.36.3',
      imagePullPolicy: 'IfNotPresent',
      command: [
        '/usr/local/bin/kube-proxy',
        '--config=/var/lib/kube-proxy/config.conf',
        '--hostname-override=$(NODE_NAME)',
      ],
      env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
      securityContext: { privileged: true },
      volumeMounts: [
        { name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' },
        { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
        { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
      ],
    },
  ],
  volumes: [
    { name: 'kube-proxy', configMap: { name: 'kube-proxy' } },
    hostPath('xtables-lock', '/run/xtables.lock', 'FileOrCreate'),
    hostPath('lib-modules', '/lib/modules'),
  ],
});

const kindnet = onEachNode('kindnet', { tier: 'node', app: 'kindnet', 'k8s-app': 'kindnet' }, ['app'], {
  containers: [
    {
      name: 'kindnet-cni',
      image: 'docker.io/kindest/kindnetd:v20260820-69b56db7',
      env: [
        { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
        { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'POD_SUBNET', value: '10.244.0.0/16' },
      ],
      volumeMounts: [
        { name: 'cni-cfg', mountPath: '/etc/cni/net.d' },
        { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
        { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
        { name: 'nri-plugin', mountPath: '/var/run/nri' },
      ],
      resources: { requests: { cpu: '100m', memory: '50Mi' } },
      securityContext: { privileged: false, capabilities: { add: ['NET_RAW', 'NET_ADMIN'] } },
    },
  ],
  volumes: [
    hostPath('cni-cfg', '/etc/cni/net.d'),
    hostPath('xtables-lock', '/run/xtables.lock', 'FileOrCreate'),
    hostPath('lib-modules', '/lib/modules'),
    hostPath('nri-plugin', '/var/run/nri'),
  ],
});

/** @param selected which of the labels select its Pods */
function onEachNode(
  name: string,
  labels: Readonly<Record<string, string>>,
  selected: readonly string[],
  spec: PodSpec,
): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, labels: { ...labels } },
    spec: {
      selector: { matchLabels: Object.fromEntries(selected.map((key) => [key, labels[key] ?? ''])) },
      template: {
        metadata: { labels: { ...labels } },
        spec: {
          ...spec,
          hostNetwork: true,
          nodeSelector: onLinux,
          priorityClassName: 'system-node-critical',
          serviceAccountName: name,
          tolerations: [{ operator: 'Exists' }],
        },
      },
    },
  };
}

function hostPath(name: string, path: string, type?: string): Volume {
  return { name, hostPath: { path, ...(type !== undefined && { type }) } };
}
