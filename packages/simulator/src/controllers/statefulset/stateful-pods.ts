import type { StoredOf } from '../../apiserver/local-api.ts';
import { availableAtMs, isPodReady } from '../objects/pod.ts';

export type StatefulSet = StoredOf<'statefulsets'>;
export type Pod = StoredOf<'pods'>;

export const podNameLabel = 'statefulset.kubernetes.io/pod-name';
export const podIndexLabel = 'apps.kubernetes.io/pod-index';
/** The name of the revision that a Pod was made from. */
export const revisionLabel = 'controller-revision-hash';

/** The number at the end of a Pod's name. Undefined when the name is not one that this StatefulSet gives. */
export function ordinalOf({ metadata }: Pod, setName: string): number | undefined {
  const match = /^(.*)-(\d+)$/.exec(metadata.name);
  return match?.[1] === setName ? Number(match[2]) : undefined;
}

/** The lowest ordinal. */
export function startOrdinal({ spec }: StatefulSet): number {
  return spec?.ordinals?.start ?? 0;
}

export function isInRange(ordinal: number, set: StatefulSet): boolean {
  const start = startOrdinal(set);
  return start <= ordinal && ordinal < start + (set.spec?.replicas ?? 1);
}

export function revisionNameOf({ metadata }: Pod): string | undefined {
  return metadata.labels?.[revisionLabel];
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isPodReady(pod);
}

export function isAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  return (availableAtMs(pod, minReadySeconds) ?? Infinity) <= nowMs;
}

export function isTerminating({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** Whether a Pod has the label by which its Service's DNS record finds it. */
export function hasIdentity({ metadata }: Pod): boolean {
  return metadata.labels?.[podNameLabel] === metadata.name;
}
