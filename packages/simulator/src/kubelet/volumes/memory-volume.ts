import { parseQuantity, quantityUnits } from '@podlab/apimachinery';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { containersByRole } from '../pod-types.ts';

/**
 * How many bytes an emptyDir in memory holds: its sizeLimit, but never more than its Pod's memory limit, or, without
 * one, than the node has.
 * @see kubernetes v1.36 pkg/volume/emptydir/empty_dir.go calculateEmptyDirMemorySize
 */
export function memoryVolumeBytes(
  spec: PodSpec,
  sizeLimit: string | undefined,
  allocatable: Readonly<Record<string, string>>,
): number {
  const most = podMemoryLimitBytes(spec) ?? bytesOf(allocatable.memory ?? '0');
  const wanted = sizeLimit === undefined ? 0 : bytesOf(sizeLimit);
  return wanted > 0 ? Math.min(wanted, most) : most;
}

/** The limit of a Pod's own cgroup: the sum over its containers; undefined when one of them has none. */
export function podMemoryLimitBytes(spec: PodSpec): number | undefined {
  const { init, sidecars, apps } = containersByRole(spec);
  const limitOf = (container: { resources?: { limits?: Record<string, string> } }) =>
    container.resources?.limits?.memory;
  if ([...init, ...apps].some((container) => limitOf(container) === undefined)) return undefined;
  const running = [...sidecars, ...apps].reduce((sum, container) => sum + bytesOf(limitOf(container) ?? '0'), 0);
  return Math.max(running, ...init.map((container) => bytesOf(limitOf(container) ?? '0')));
}

function bytesOf(quantity: string): number {
  return quantityUnits(parseQuantity(quantity));
}
