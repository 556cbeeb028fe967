import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import { defaultDeployment, defaultReplicaSet } from '../../defaults/workload-defaults.ts';
import { deploymentColumns, replicaSetColumns } from '../../table/workload-columns.ts';
import {
  validateDeployment,
  validateDeploymentUpdate,
  validateReplicaSet,
  validateReplicaSetUpdate,
} from '../../validation/workload.ts';
import { defineResource, scaleSubresource } from '../define-resource.ts';

export const deployments = defineResource<Deployment>({
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  columns: deploymentColumns,
  shortNames: ['deploy'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  subresources: [scaleSubresource],
  applyDefaults: defaultDeployment,
  validateCreate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  // Annotations count: they are copied to ReplicaSets.
  isNewGeneration: (object, old) =>
    object.spec !== old.spec || object.metadata?.annotations !== old.metadata.annotations,
});

export const replicasets = defineResource<ReplicaSet>({
  group: 'apps',
  version: 'v1',
  plural: 'replicasets',
  kind: 'ReplicaSet',
  columns: replicaSetColumns,
  shortNames: ['rs'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  subresources: [scaleSubresource],
  applyDefaults: defaultReplicaSet,
  validateCreate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
});
