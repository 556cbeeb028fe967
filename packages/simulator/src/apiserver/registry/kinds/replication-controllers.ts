import type { ReplicationController } from 'kubernetes-types/core/v1';
import { scaleSubresource } from '../define-resource.ts';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

export const replicationcontrollers = lateResource<ReplicationController>(
  {
    version: 'v1',
    plural: 'replicationcontrollers',
    kind: 'ReplicationController',
    shortNames: ['rc'],
    categories: ['all'],
    hasStatus: true,
    hasGeneration: true,
    firstStatus: { replicas: 0 },
    defaultPropagation: 'Orphan',
    subresources: [scaleSubresource],
    selectableFields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
  },
  () => rareKinds.code.rules.replicationcontrollers,
);
