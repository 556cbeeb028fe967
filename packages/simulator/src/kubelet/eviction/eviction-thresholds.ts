import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { containersByRole } from '../pod-types.ts';

/** Less than this available is memory pressure. @see kubernetes v1.36 pkg/kubelet/eviction/defaults_linux.go */
export const memoryThresholdBytes = 100 * 1024 * 1024;

/** Whatever Pods write lies in the memory of this program: a larger disk never fills, and need not be measured. */
export const largestMeasuredDiskBytes = 16 * 1024 ** 3;

/** Whether a Pod has any limit that `storageFault` could find exceeded. */
export function hasStorageLimit(spec: PodSpec): boolean {
  return (
    (spec.volumes ?? []).some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined) || limitedContainers(spec).length > 0
  );
}

/** Those that may write only so much. */
export function limitedContainers(spec: PodSpec): readonly Container[] {
  const { init, apps } = containersByRole(spec);
  return [...init, ...apps].filter(({ resources }) => resources?.limits?.['ephemeral-storage'] !== undefined);
}
