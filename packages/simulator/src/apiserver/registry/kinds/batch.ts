import { dnsLabelFaults, type Stored } from '@podlab/apimachinery';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import { defaultCronJob, defaultJob, generateSelector } from '../../defaults/job-defaults.ts';
import { cronJobColumns, jobColumns } from '../../table/job-columns.ts';
import { validateCronJob, validateCronJobUpdate } from '../../validation/cron-job.ts';
import { validateJob, validateJobUpdate } from '../../validation/job.ts';
import { validateJobStatusUpdate } from '../../validation/job-status.ts';
import { defineResource } from '../define-resource.ts';

export const jobs = defineResource<Job>({
  group: 'batch',
  version: 'v1',
  plural: 'jobs',
  kind: 'Job',
  columns: jobColumns,
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  // As in the API's first version, from which this rule remains.
  defaultPropagation: 'Orphan',
  applyDefaults: defaultJob,
  prepareCreate: (job) => {
    generateSelector(job);
    job.status = {};
  },
  validateCreate: validateJob,
  validateUpdate: validateJobUpdate,
  validateStatusUpdate: validateJobStatusUpdate,
  warnings: nameWarnings,
  selectableFields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
});

export const cronjobs = defineResource<CronJob>({
  group: 'batch',
  version: 'v1',
  plural: 'cronjobs',
  kind: 'CronJob',
  columns: cronJobColumns,
  shortNames: ['cj'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  applyDefaults: defaultCronJob,
  prepareCreate: (cronJob) => {
    cronJob.status = {};
  },
  validateCreate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  warnings: nameWarnings,
});

function nameWarnings({ metadata }: Stored<object>): readonly string[] {
  const faults = dnsLabelFaults(metadata.name);
  if (faults.length === 0) return [];
  return [
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; ' +
      `a DNS label is recommended: [${faults.join(' ')}]`,
  ];
}
