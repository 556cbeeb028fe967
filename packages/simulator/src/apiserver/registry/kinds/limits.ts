import type { LimitRange, ResourceQuota } from 'kubernetes-types/core/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
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

// Those that every cluster has need no rules.
export const priorityclasses = lateResource<PriorityClass>(
  {
    group: 'scheduling.k8s.io',
    version: 'v1',
    plural: 'priorityclasses',
    kind: 'PriorityClass',
    singular: 'priorityclass',
    shortNames: ['pc'],
    namespaced: false,
    hasGeneration: true,
    isNewGeneration: () => false,
  },
  () => (rareKinds.isHere ? rareKinds.code.rules.priorityclasses : {}),
);
