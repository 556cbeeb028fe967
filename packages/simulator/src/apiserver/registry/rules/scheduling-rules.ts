import { statuses } from '@podlab/apimachinery';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { findOtherDefault } from '../../admission/priority.ts';
import { validatePriorityClass, validatePriorityClassUpdate } from '../../validation/policies/priority-class.ts';
import type { ResourceRules } from '../late-resource.ts';

export const priorityclasses: ResourceRules<PriorityClass> = {
  applyDefaults: (priorityClass) => {
    priorityClass.preemptionPolicy ??= 'PreemptLowerPriority';
    // Go leaves out what is 0 or false by itself; nothing is to be filled in for them.
    if (priorityClass.globalDefault === false) delete priorityClass.globalDefault;
  },
  prepareCreate: (priorityClass, { store }) => refuseSecondDefault(priorityClass, store),
  prepareUpdate: (priorityClass, _old, { store }) => refuseSecondDefault(priorityClass, store),
  validateCreate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,
};

function refuseSecondDefault(priorityClass: PriorityClass, store: Parameters<typeof findOtherDefault>[0]): void {
  const name = priorityClass.metadata?.name ?? '';
  const other = priorityClass.globalDefault ? findOtherDefault(store, name) : undefined;
  if (!other) return;
  throw statuses.forbidden(
    { group: 'scheduling.k8s.io', resource: 'priorityclasses' },
    name,
    `PriorityClass ${other} is already marked as default. Only one default can exist`,
  );
}
