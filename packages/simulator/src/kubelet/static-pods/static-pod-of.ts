import { createRandom, formatNanoTime, formatTime, newHexId } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import { defaultPod } from '../../apiserver/defaults/pod-defaults.ts';
import { qosClassOf } from '../../apiserver/defaults/qos-class.ts';
import type { StoredPod } from '../pod-types.ts';
import { configHashAnnotation, configSeenAnnotation, configSourceAnnotation } from './static-pod.ts';

export type ManifestVerdict = { readonly pod: StoredPod } | { readonly fault: string };

/**
 * The static Pod that a manifest describes, as a kubelet takes it on: with defaults, with the node's name behind its
 * own, tolerating every NoExecute taint, and with a hash of all that as UID. Whether it is valid is not asked.
 * @param path where it stands on the node
 * @returns a fault, as the kubelet logs it, when there is no Pod in it
 * @see kubernetes v1.36 pkg/kubelet/config/common.go applyDefaults
 */
export function staticPodOf(
  { metadata = {}, spec: wanted, ...rest }: Pod,
  path: string,
  { nodeName, nowMs }: { readonly nodeName: string; readonly nowMs: number },
): ManifestVerdict {
  if (!metadata.name || !wanted)
    return { fault: 'invalid pod: metadata.name: Required value: name or generateName is required' };
  const pod: Pod = { ...rest, metadata, spec: wanted, status: {} };
  defaultPod(pod);
  const spec = {
    ...wanted,
    nodeName,
    tolerations: [...(wanted.tolerations ?? []), { operator: 'Exists', effect: 'NoExecute' }],
  };
  pod.spec = spec;
  const hash = metadata.uid || newHexId(createRandom(`host:${nodeName} file:${path} ${JSON.stringify(pod)}`), 32);
  return {
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...(metadata.labels && { labels: metadata.labels }),
        name: `${metadata.name}-${nodeName.toLowerCase()}`,
        namespace: metadata.namespace || 'default',
        uid: hash,
        resourceVersion: '',
        creationTimestamp: formatTime(nowMs),
        annotations: {
          ...metadata.annotations,
          [configHashAnnotation]: hash,
          [configSeenAnnotation]: formatNanoTime(nowMs),
          [configSourceAnnotation]: 'file',
        },
      },
      spec,
      status: { phase: 'Pending', qosClass: qosClassOf(spec) },
    },
  };
}
