import { statuses } from '@podlab/apimachinery';
import type { LimitRange, ResourceQuota } from 'kubernetes-types/core/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { findOtherDefault } from '../../admission/priority.ts';
import { validatePriorityClass, validatePriorityClassUpdate } from '../../validation/priority-class.ts';
import { defineResource } from '../define-resource.ts';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

export const resourcequotas = lateResource<ResourceQuota>(
  {
    version: 'v1',
    plural: 'resourcequotas',
    kind: 'ResourceQuota',
    shortNames: ['quota'],
    hasStatus: true,
    returnsDeleted: true,
  },
  () => rareKinds.code.rules.resourcequotas,
);

export const limitranges = lateResource<LimitRange>(
  {
    version: 'v1',
    plural: 'limitranges',
    kind: 'LimitRange',
    shortNames: ['limits'],
  },
  () => rareKinds.code.rules.limitranges,
);

export const priorityclasses = defineResource<PriorityClass>({
  group: 'scheduling.k8s.io',
  version: 'v1',
  plural: 'priorityclasses',
  kind: 'PriorityClass',
  singular: 'priorityclass',
  shortNames: ['pc'],
  namespaced: false,
  hasGeneration: true,
  isNewGeneration: () => false,
  applyDefaults: (priorityClass) => {
    priorityClass.preemptionPolicy ??= 'PreemptLowerPriority';
    // Go leaves out what is 0 or false by itself; nothing is to be filled in for them.
    if (priorityClass.globalDefault === false) delete priorityClass.globalDefault;
  },
  prepareCreate: (priorityClass, { store }) => refuseSecondDefault(priorityClass, store),
  prepareUpdate: (priorityClass, _old, { store }) => refuseSecondDefault(priorityClass, store),
  validateCreate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,
});

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
