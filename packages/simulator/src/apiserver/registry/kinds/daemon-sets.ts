import { deepEqual } from '@podlab/apimachinery';
import type { ControllerRevision, DaemonSet } from 'kubernetes-types/apps/v1';
import { countTemplateGeneration, defaultDaemonSet, templateGenerationKey } from '../../defaults/workload-defaults.ts';
import {
  validateControllerRevision,
  validateControllerRevisionUpdate,
  validateDaemonSet,
  validateDaemonSetUpdate,
} from '../../validation/workloads/daemon-set.ts';
import { podWarnings } from '../../warnings/late-warnings.ts';
import { defineResource } from '../define-resource.ts';

export const daemonsets = defineResource<DaemonSet>({
  group: 'apps',
  version: 'v1',
  plural: 'daemonsets',
  kind: 'DaemonSet',
  shortNames: ['ds'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  serverAnnotation: templateGenerationKey,
  applyDefaults: defaultDaemonSet,
  prepareCreate: (set) => {
    countTemplateGeneration(set);
    const status = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
    Object.assign(set, { status });
  },
  prepareUpdate: countTemplateGeneration,
  validateCreate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  warnings: (set, old) =>
    old && deepEqual(set.spec?.template, old.spec?.template)
      ? []
      : podWarnings(set.spec?.template ?? {}, 'spec.template.spec'),
});

export const controllerrevisions = defineResource<ControllerRevision>({
  group: 'apps',
  version: 'v1',
  plural: 'controllerrevisions',
  kind: 'ControllerRevision',
  validateCreate: validateControllerRevision,
  validateUpdate: validateControllerRevisionUpdate,
});
