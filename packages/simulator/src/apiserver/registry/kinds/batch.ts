import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

export const jobs = lateResource<Job>(
  {
    group: 'batch',
    version: 'v1',
    plural: 'jobs',
    kind: 'Job',
    categories: ['all'],
    hasStatus: true,
    hasGeneration: true,
    // As in the API's first version, from which this rule remains.
    defaultPropagation: 'Orphan',
    selectableFields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
  },
  () => rareKinds.code.rules.jobs,
);

export const cronjobs = lateResource<CronJob>(
  {
    group: 'batch',
    version: 'v1',
    plural: 'cronjobs',
    kind: 'CronJob',
    shortNames: ['cj'],
    categories: ['all'],
    hasStatus: true,
    hasGeneration: true,
  },
  () => rareKinds.code.rules.cronjobs,
);
