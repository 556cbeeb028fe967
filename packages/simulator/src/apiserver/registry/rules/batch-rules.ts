import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import { defaultCronJob, defaultJob, generateSelector } from '../../defaults/job-defaults.ts';
import { validateCronJob, validateCronJobUpdate } from '../../validation/workloads/cron-job.ts';
import { validateJob, validateJobUpdate } from '../../validation/workloads/job.ts';
import { validateJobStatusUpdate } from '../../validation/workloads/job-status.ts';
import { nameWarnings } from '../../warnings/name-warnings.ts';
import { podWarnings } from '../../warnings/pod-warnings.ts';
import { isNextGeneration } from '../define-resource.ts';
import type { ResourceRules } from '../late-resource.ts';

const oldZoneWarning =
  'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see ' +
  'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';

export const jobs: ResourceRules<Job> = {
  applyDefaults: defaultJob,
  prepareCreate: (job) => {
    generateSelector(job);
    job.status = {};
  },
  validateCreate: validateJob,
  validateUpdate: validateJobUpdate,
  validateStatusUpdate: validateJobStatusUpdate,
  warnings: (job, old) => [
    ...(old ? [] : nameWarnings(job)),
    ...(isNextGeneration(job, old) ? podWarnings(job.spec?.template ?? {}, 'spec.template.spec') : []),
  ],
};

export const cronjobs: ResourceRules<CronJob> = {
  applyDefaults: defaultCronJob,
  prepareCreate: (cronJob) => {
    cronJob.status = {};
  },
  validateCreate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  warnings: (cronJob, old) => [
    ...(old ? [] : nameWarnings(cronJob)),
    ...(isNextGeneration(cronJob, old)
      ? podWarnings(cronJob.spec?.jobTemplate.spec?.template ?? {}, 'spec.jobTemplate.spec.template.spec')
      : []),
    ...(old && cronJob.spec?.schedule.includes('TZ') ? [oldZoneWarning] : []),
  ],
};
