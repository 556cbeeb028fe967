import type { Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import { priorityOf } from '../../scheduler/scheduled-pod.ts';

/** Where a Pod comes from; everything that is not from the API is static. @see pkg/kubelet/types/pod_update.go */
export const configSourceAnnotation = 'kubernetes.io/config.source';
/** Of a static Pod: what its file says, as a hash; it is the Pod's UID too. */
export const configHashAnnotation = 'kubernetes.io/config.hash';
export const configSeenAnnotation = 'kubernetes.io/config.seen';
/** Of an object in the API that only shows a static Pod: the hash of that one. */
export const mirrorAnnotation = 'kubernetes.io/config.mirror';

type Named = Pick<Stored<Pod>, 'metadata'>;

/** Whether a Pod was read from a file of its node. What the API shows of it is another object. */
export function isStaticPod({ metadata }: Named): boolean {
  const { annotations } = metadata;
  const source = annotations?.[configSourceAnnotation];
  return source !== undefined && source !== 'api' && annotations?.[mirrorAnnotation] === undefined;
}

/** Whether a Pod of the API only shows a static one. */
export function isMirrorPod({ metadata }: Named): boolean {
  return metadata.annotations?.[mirrorAnnotation] !== undefined;
}

/** Whether an object of the API is this Pod, or shows it. */
export function shows(object: Named, pod: Named): boolean {
  return uidOnNode(object) === pod.metadata.uid;
}

/** The UID by which a node knows a Pod of the API. */
export function uidOnNode({ metadata }: Named): string {
  return metadata.annotations?.[mirrorAnnotation] ?? metadata.uid;
}

/** What the status of a Pod says of its generation; a static Pod has none. */
export function observedGeneration(pod: Named): number | undefined {
  return isStaticPod(pod) ? undefined : (pod.metadata.generation ?? 1);
}

/** Pods of this priority are what a node cannot do without. */
const systemCriticalPriority = 2_000_000_000;

/** Whether a node keeps a Pod whatever it is short of. @see kubernetes v1.36 pkg/kubelet/types/pod_update.go IsCriticalPod */
export function isCriticalPod(pod: Stored<Pod>): boolean {
  return isStaticPod(pod) || priorityOf(pod) >= systemCriticalPriority;
}
