import type { Stored } from '@podlab/apimachinery';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import type { Store } from '../../store/store.ts';

export interface PodPriority {
  readonly name?: string;
  readonly value: number;
  readonly preemptionPolicy: string;
}

const preemptionPolicy = 'PreemptLowerPriority';

/** The classes that every cluster has. @see pkg/apis/scheduling/v1/helpers.go (v1.36) */
export const systemPriorityClasses = [
  {
    name: 'system-node-critical',
    value: 2_000_001_000,
    preemptionPolicy,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
  {
    name: 'system-cluster-critical',
    value: 2_000_000_000,
    preemptionPolicy,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
] as const;

/** The name of a class other than `name` that Pods get which name none. */
export function findOtherDefault(store: Store, name: string): string | undefined {
  const classes = store.list('priorityclasses') as readonly Stored<PriorityClass>[];
  return classes.find(({ metadata, globalDefault }) => globalDefault && metadata.name !== name)?.metadata.name;
}

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
      preemptionPolicy: found.preemptionPolicy ?? preemptionPolicy,
    };
  }
  return className ? undefined : { value: 0, preemptionPolicy };
}
