import { statuses } from '@podlab/apimachinery';
import type { LimitRange, ResourceQuota } from 'kubernetes-types/core/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { findOtherDefault } from '../../admission/priority.ts';
import { defaultLimitRange } from '../../defaults/limit-range-defaults.ts';
import { limitRangeColumns, priorityClassColumns, resourceQuotaColumns } from '../../table/limit-columns.ts';
import { validateLimitRange } from '../../validation/limit-range.ts';
import { validatePriorityClass, validatePriorityClassUpdate } from '../../validation/priority-class.ts';
import { validateResourceQuota, validateResourceQuotaUpdate } from '../../validation/resource-quota.ts';
import { defineResource } from '../define-resource.ts';

export const resourcequotas = defineResource<ResourceQuota>({
  version: 'v1',
  plural: 'resourcequotas',
  kind: 'ResourceQuota',
  columns: resourceQuotaColumns,
  shortNames: ['quota'],
  hasStatus: true,
  returnsDeleted: true,
  prepareCreate: (quota) => {
    quota.status = {};
  },
  validateCreate: validateResourceQuota,
  validateUpdate: validateResourceQuotaUpdate,
});

export const limitranges = defineResource<LimitRange>({
  version: 'v1',
  plural: 'limitranges',
  kind: 'LimitRange',
  columns: limitRangeColumns,
  shortNames: ['limits'],
  applyDefaults: defaultLimitRange,
  validateCreate: validateLimitRange,
  validateUpdate: validateLimitRange,
});

export const priorityclasses = defineResource<PriorityClass>({
  group: 'scheduling.k8s.io',
  version: 'v1',
  plural: 'priorityclasses',
  kind: 'PriorityClass',
  singular: 'priorityclass',
  columns: priorityClassColumns,
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
