import { parseQuantity, quantityMillis, quantityUnits } from '@podlab/apimachinery';
import type { ResourceRequirements } from 'kubernetes-types/core/v1';

/** `{limitBytes}` of a container's memory; empty when it has no limit. */
export function memoryLimitOf(resources: ResourceRequirements | undefined): { readonly limitBytes?: number } {
  const limit = resources?.limits?.memory;
  return limit === undefined ? {} : { limitBytes: quantityUnits(parseQuantity(limit)) };
}

/** Cores that a container may keep busy; undefined: no limit. */
export function cpuCoresOf(resources: ResourceRequirements | undefined): number | undefined {
  const limit = resources?.limits?.cpu;
  return limit === undefined ? undefined : quantityMillis(parseQuantity(limit)) / 1000;
}
