import { encodeBase64, encodeUtf8, formatTime, type KubeObject, newUid, type Random } from '@podlab/apimachinery';
import type { Store } from '../../store/store.ts';
import { authorityCertificate } from './certificate-authority.ts';
import { bootstrapToken, clusterInfo } from './cluster-info.ts';
import { findControlPlane } from './find-control-plane.ts';
import { frontProxyCertificate } from './front-proxy-certificate.ts';
import { clusterConfiguration, kubeletConfiguration } from './kubeadm-configuration.ts';

const dayMs = 24 * 3600 * 1000;

/**
 * Files what kubeadm, the API server and the controllers keep of their own in `kube-system` and `kube-public`, and which
 * only people look at. It may be done late, as with the default roles. A cluster without system Pods has none of it.
 * @see cmd/kubeadm/app/phases, pkg/controlplane (v1.36); seen on a kind cluster
 */
export function fileOwnObjects(store: Store, random: Random, nowMs: number): void {
  const control = findControlPlane(store);
  if (!control) return;
  const { nodeName, startedMs, creationTimestamp } = control;
  const file = (resource: string, { metadata, ...object }: KubeObject) => {
    const { name = '', namespace = 'kube-system' } = metadata ?? {};
    const key = `${namespace}/${name}`;
    const own = { ...metadata, name, namespace, uid: newUid(random.fork(`${resource} ${key}`)), creationTimestamp };
    store.putFirst(resource, key, { ...object, metadata: own });
  };
  const fileMap = (name: string, data: Readonly<Record<string, string>>, namespace = 'kube-system') =>
    file('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data });
  fileMap('kubeadm-config', { ClusterConfiguration: clusterConfiguration(nodeName) });
  fileMap('kubelet-config', { kubelet: kubeletConfiguration });
  fileMap('kube-apiserver-legacy-service-account-token-tracking', { since: formatTime(startedMs).slice(0, 10) });
  fileMap('extension-apiserver-authentication', {
    'client-ca-file': authorityCertificate,
    'requestheader-allowed-names': '["front-proxy-client"]',
    'requestheader-client-ca-file': frontProxyCertificate,
    'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
    'requestheader-group-headers': '["X-Remote-Group"]',
    'requestheader-username-headers': '["X-Remote-User"]',
  });
  const info = clusterInfo(nodeName);
  for (const name of ['controller-manager', 'etcd-0', 'scheduler']) {
    const conditions = [{ type: 'Healthy', status: 'True', message: 'ok' }];
    store.putFirst('componentstatuses', name, {
      apiVersion: 'v1',
      kind: 'ComponentStatus',
      metadata: { name },
      conditions,
    });
  }
  const { id, secret } = bootstrapToken;
  const isTokenThere = nowMs < startedMs + dayMs;
  fileMap('cluster-info', isTokenThere ? info : { kubeconfig: info['kubeconfig'] ?? '' }, 'kube-public');
  if (isTokenThere) {
    file('secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `bootstrap-token-${id}` },
      data: encoded({
        'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token',
        expiration: formatTime(startedMs + dayMs),
        'token-id': id,
        'token-secret': secret,
        'usage-bootstrap-authentication': 'true',
        'usage-bootstrap-signing': 'true',
      }),
      type: 'bootstrap.kubernetes.io/token',
    });
  }
}

function encoded(data: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, encodeBase64(encodeUtf8(text))]));
}
