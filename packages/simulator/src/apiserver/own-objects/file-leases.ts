import { encodeUtf8, formatTime, type KubeObject, newUid, type Random } from '@podlab/apimachinery';
import { sha256 } from '@podlab/shell';
import { hostIp } from '../../kubelet/node/node-object.ts';
import type { Store } from '../../store/store.ts';
import { findControlPlane } from './find-control-plane.ts';

const namespace = 'kube-system';

/**
 * Files the leases that the parts of the control plane hold, as if they had just been renewed. To be done before each
 * request that may see them: in between they cost nothing.
 * @see pkg/controlplane/controller/leaderelection, k8s.io/client-go/tools/leaderelection (v1.36)
 */
export function fileLeases(store: Store, from: Random, nowMs: number): void {
  const control = findControlPlane(store);
  if (!control) return;
  const { nodeName, startedMs, creationTimestamp } = control;
  const random = from.fork('leases');
  const kind = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };
  const micro = (ms: number) => formatTime(ms).replace('Z', '.000000Z');
  const leader = (name: string): KubeObject => ({
    ...kind,
    metadata: { name },
    spec: {
      holderIdentity: `${nodeName}_${newUid(random)}`,
      leaseDurationSeconds: 15,
      acquireTime: micro(startedMs),
      renewTime: micro(nowMs),
      leaseTransitions: 0,
    },
  });
  const identity = `apiserver-${base32(sha256(encodeUtf8(named(nodeName) + named('kube-apiserver'))).slice(0, 32))}`;
  const all: readonly KubeObject[] = [
    {
      ...kind,
      metadata: {
        name: identity,
        labels: { 'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': nodeName },
        annotations: { 'kubernetes.io/peer-advertise-address': `${hostIp(0)}:6443` },
      },
      spec: { holderIdentity: `${identity}_${newUid(random)}`, leaseDurationSeconds: 3600, renewTime: micro(nowMs) },
    },
    leader('kube-controller-manager'),
    leader('kube-scheduler'),
  ];
  for (const { metadata, ...lease } of all) {
    const own = { ...metadata, namespace, uid: newUid(random), creationTimestamp };
    store.putFirst('leases', `${namespace}/${metadata?.name ?? ''}`, { ...lease, metadata: own });
  }
}

/** Behind its length in 16 bits. @see k8s.io/apiserver/pkg/server/config.go (v1.36) */
function named(text: string): string {
  return String.fromCharCode(text.length >> 8, text.length & 255) + text;
}

/** RFC 4648 in lower case, without padding. @param hex of the bytes */
function base32(hex: string): string {
  const bits = Array.from(hex, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  const fives = bits.match(/.{1,5}/g) ?? [];
  return fives.map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
