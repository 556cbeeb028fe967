import { dnsLabelFaults } from '@podlab/apimachinery';
import type { Job } from 'kubernetes-types/batch/v1';
import { defaultJob, generateSelector } from '../../defaults/job-defaults.ts';
import { jobColumns } from '../../table/job-columns.ts';
import { validateJob, validateJobUpdate } from '../../validation/job.ts';
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
  warnings: ({ metadata }) => {
    const faults = dnsLabelFaults(metadata.name);
    if (faults.length === 0) return [];
    return [
      'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; ' +
        `a DNS label is recommended: [${faults.join(' ')}]`,
    ];
  },
  selectableFields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
});
