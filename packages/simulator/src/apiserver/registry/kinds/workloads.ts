import { dnsLabelFaults } from '@podlab/apimachinery';
import type { Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import { defaultDeployment, defaultReplicaSet } from '../../defaults/workload-defaults.ts';
import {
  validateDeployment,
  validateDeploymentUpdate,
  validateReplicaSet,
  validateReplicaSetUpdate,
} from '../../validation/workloads/workload.ts';
import { nameWarnings } from '../../warnings/name-warnings.ts';
import { podWarnings } from '../../warnings/late-warnings.ts';
import { defineResource, isNextGeneration, scaleSubresource } from '../define-resource.ts';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

const templateSpec = 'spec.template.spec';

export const deployments = defineResource<Deployment>({
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  firstStatus: {},
  subresources: [scaleSubresource],
  applyDefaults: defaultDeployment,
  validateCreate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  warnings: (object, old) => [
    ...(old ? [] : nameWarnings(object)),
    ...(isNextGeneration(object, old) ? podWarnings(object.spec?.template ?? {}, templateSpec) : []),
  ],
  // Annotations count: they are copied to ReplicaSets.
  isNewGeneration: (object, old) =>
    object.spec !== old.spec || object.metadata?.annotations !== old.metadata.annotations,
});

export const replicasets = defineResource<ReplicaSet>({
  group: 'apps',
  version: 'v1',
  plural: 'replicasets',
  kind: 'ReplicaSet',
  shortNames: ['rs'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  firstStatus: { replicas: 0 },
  subresources: [scaleSubresource],
  applyDefaults: defaultReplicaSet,
  validateCreate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  warnings: (object, old) => [
    ...(old ? [] : nameWarnings(object)),
    ...(isNextGeneration(object, old) ? podWarnings(object.spec?.template ?? {}, templateSpec) : []),
  ],
});

export const statefulsets = lateResource<StatefulSet>(
  {
    group: 'apps',
    version: 'v1',
    plural: 'statefulsets',
    kind: 'StatefulSet',
    shortNames: ['sts'],
    categories: ['all'],
    hasStatus: true,
    hasGeneration: true,
    subresources: [scaleSubresource],
    // Pods are called after it, and their names are host names.
    nameFaults: dnsLabelFaults,
  },
  () => rareKinds.code.rules.statefulsets,
);
