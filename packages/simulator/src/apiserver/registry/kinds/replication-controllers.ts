import type { ReplicationController } from 'kubernetes-types/core/v1';
import { defaultReplicationController } from '../../defaults/workload-defaults.ts';
import { replicationControllerColumns } from '../../table/workload-columns.ts';
import { validateReplicationController } from '../../validation/workload.ts';
import { defineResource, scaleSubresource } from '../define-resource.ts';

export const replicationcontrollers = defineResource<ReplicationController>({
  version: 'v1',
  plural: 'replicationcontrollers',
  kind: 'ReplicationController',
  columns: replicationControllerColumns,
  shortNames: ['rc'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  firstStatus: { replicas: 0 },
  defaultPropagation: 'Orphan',
  subresources: [scaleSubresource],
  applyDefaults: defaultReplicationController,
  validateCreate: validateReplicationController,
  validateUpdate: validateReplicationController,
  selectableFields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
});
