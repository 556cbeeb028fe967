import type { StoredPod } from './pod-types.ts';

/** Where a Pod comes from; everything that is not from the API is static. @see pkg/kubelet/types/pod_update.go */
const configSourceAnnotation = 'kubernetes.io/config.source';

/** Whether a Pod was read from a file of its node. */
export function isStaticPod({ metadata }: Pick<StoredPod, 'metadata'>): boolean {
  const source = metadata.annotations?.[configSourceAnnotation];
  return source !== undefined && source !== 'api';
}
