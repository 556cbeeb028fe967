import type { Stored } from '@podlab/apimachinery';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import type { Store } from '../../store/store.ts';

export interface PodPriority {
  readonly name?: string;
  readonly value: number;
  readonly preemptionPolicy: string;
}

/** The classes that every cluster has. @see pkg/apis/scheduling/v1/helpers.go (v1.36) */
const systemClasses: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

/** The priority of a Pod that names a class, or of one that names none. @returns undefined for an unknown class */
export function priorityOf(store: Store, className: string | undefined): PodPriority | undefined {
  const classes = store.list('priorityclasses') as readonly Stored<PriorityClass>[];
  const found = className
    ? classes.find((candidate) => candidate.metadata.name === className)
    : classes.find((candidate) => candidate.globalDefault);
  if (found) {
    return {
      name: found.metadata.name,
      value: found.value,
      preemptionPolicy: found.preemptionPolicy ?? 'PreemptLowerPriority',
    };
  }
  if (!className) return { value: 0, preemptionPolicy: 'PreemptLowerPriority' };
  const value = systemClasses[className];
  return value === undefined ? undefined : { name: className, value, preemptionPolicy: 'PreemptLowerPriority' };
}
