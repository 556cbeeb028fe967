import { deepEqual, dnsLabelFaults } from '@podlab/apimachinery';
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import {
  countTemplateGeneration,
  templateGenerationKey,
  defaultDaemonSet,
  defaultDeployment,
  defaultReplicaSet,
  defaultStatefulSet,
} from '../../defaults/workload-defaults.ts';
import {
  controllerRevisionColumns,
  daemonSetColumns,
  deploymentColumns,
  replicaSetColumns,
  statefulSetColumns,
} from '../../table/workload-columns.ts';
import {
  validateControllerRevision,
  validateControllerRevisionUpdate,
  validateDaemonSet,
  validateDaemonSetUpdate,
} from '../../validation/daemon-set.ts';
import { validateStatefulSet, validateStatefulSetUpdate } from '../../validation/stateful-set.ts';
import {
  validateDeployment,
  validateDeploymentUpdate,
  validateReplicaSet,
  validateReplicaSetUpdate,
} from '../../validation/workload.ts';
import { nameWarnings } from '../../warnings/name-warnings.ts';
import { fractionWarnings, podWarnings } from '../../warnings/pod-warnings.ts';
import { defineResource, isNextGeneration, scaleSubresource } from '../define-resource.ts';

const templateSpec = 'spec.template.spec';

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
  columns: replicaSetColumns,
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

export const statefulsets = defineResource<StatefulSet>({
  group: 'apps',
  version: 'v1',
  plural: 'statefulsets',
  kind: 'StatefulSet',
  columns: statefulSetColumns,
  shortNames: ['sts'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  subresources: [scaleSubresource],
  // Pods are called after it, and their names are host names.
  nameFaults: dnsLabelFaults,
  applyDefaults: defaultStatefulSet,
  prepareCreate: (set) => {
    set.status = { replicas: 0, availableReplicas: 0 };
  },
  validateCreate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  warnings: (set, old) => [
    ...(isNextGeneration(set, old) ? podWarnings(set.spec?.template ?? {}, templateSpec) : []),
    ...(set.spec?.volumeClaimTemplates ?? []).flatMap(({ spec }, index) => {
      const path = `spec.volumeClaimTemplates[${index}]${old ? '.Spec' : ''}.resources`;
      return (['requests', 'limits'] as const).flatMap((list) =>
        fractionWarnings(spec?.resources?.[list], `${path}.${list}`, ['storage']),
      );
    }),
    ...((set.spec?.revisionHistoryLimit ?? 0) < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ],
});

export const daemonsets = defineResource<DaemonSet>({
  group: 'apps',
  version: 'v1',
  plural: 'daemonsets',
  kind: 'DaemonSet',
  columns: daemonSetColumns,
  shortNames: ['ds'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  applyDefaults: defaultDaemonSet,
  prepareCreate: (set) => {
    countTemplateGeneration(set);
    const status = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
    Object.assign(set, { status });
  },
  prepareUpdate: countTemplateGeneration,
  serverAnnotation: templateGenerationKey,
  validateCreate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  warnings: (set, old) =>
    old && deepEqual(set.spec?.template, old.spec?.template) ? [] : podWarnings(set.spec?.template ?? {}, templateSpec),
});

export const controllerrevisions = defineResource<ControllerRevision>({
  group: 'apps',
  version: 'v1',
  plural: 'controllerrevisions',
  kind: 'ControllerRevision',
  columns: controllerRevisionColumns,
  validateCreate: validateControllerRevision,
  validateUpdate: validateControllerRevisionUpdate,
});
