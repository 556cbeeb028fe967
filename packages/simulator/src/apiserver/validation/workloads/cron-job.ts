import { fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { CronJob, CronJobSpec } from 'kubernetes-types/batch/v1';
import { parseSchedule, ScheduleError } from '../../schedule/parse-schedule.ts';
import { findTimeZone } from '../../schedule/time-zone.ts';
import { validateJobSpec } from './job.ts';
import { notNegative, oneOf } from '../numbers.ts';

/** A Job's name is the CronJob's and eleven characters more. */
const maxNameLength = 52;

/** Faults of a CronJob to be created. @see pkg/apis/batch/validation/validation.go (v1.36), as are the others here */
export function validateCronJob({ metadata, spec }: CronJob): FieldError[] {
  const { name = '' } = metadata ?? {};
  return [
    ...specFaults(spec, undefined),
    ...(name.length > maxNameLength
      ? [fieldErrors.invalid('metadata.name', name, `must be no more than ${maxNameLength} characters`)]
      : []),
  ];
}

export function validateCronJobUpdate({ spec }: CronJob, old: Stored<CronJob>): FieldError[] {
  return specFaults(spec, old.spec);
}

function specFaults(spec: CronJobSpec | undefined, old: CronJobSpec | undefined): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.schedule')];
  const jobPath = 'spec.jobTemplate.spec';
  const jobSpec = spec.jobTemplate?.spec;
  return [
    ...(spec.schedule
      ? scheduleFaults(spec, old?.schedule.includes('TZ') ?? false)
      : [fieldErrors.required('spec.schedule')]),
    ...notNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
    ...(spec.timeZone === undefined || spec.timeZone === old?.timeZone ? [] : timeZoneFaults(spec.timeZone)),
    ...oneOf(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], 'spec.concurrencyPolicy'),
    ...validateJobSpec(jobSpec ?? { template: {} }, jobPath),
    ...(jobSpec?.selector
      ? [fieldErrors.invalid(`${jobPath}.selector`, jobSpec.selector, '`selector` will be auto-generated')]
      : []),
    ...(jobSpec?.manualSelector ? [fieldErrors.notSupported(`${jobPath}.manualSelector`, true, ['nil', 'false'])] : []),
    ...notNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    ...notNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'),
  ];
}

function scheduleFaults({ schedule, timeZone }: CronJobSpec, hadZone: boolean): FieldError[] {
  const faults: FieldError[] = [];
  const fault = (detail: string) => faults.push(fieldErrors.invalid('spec.schedule', schedule, detail));
  try {
    parseSchedule(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    fault(error.message);
  }
  if (!schedule.includes('TZ')) return faults;
  if (!hadZone) fault('cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  else if (timeZone !== undefined) fault('cannot use both timeZone field and TZ or CRON_TZ in schedule');
  return faults;
}

function timeZoneFaults(timeZone: string): FieldError[] {
  const fault = (detail: string) => fieldErrors.invalid('spec.timeZone', timeZone, detail);
  if (timeZone === '') return [fault('timeZone must be nil or non-empty string')];
  const isNamed = timeZone
    .split('/')
    .every((part) => /^[A-Za-z._0-9+][A-Za-z.\-_0-9+]{0,13}$/.test(part) && !/^\.\.?$/.test(part));
  if (!isNamed) return [fault(`unknown time zone ${timeZone}`)];
  if (timeZone.toLowerCase() === 'local') {
    return [fault('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')];
  }
  return findTimeZone(timeZone) ? [] : [fault(`unknown time zone ${timeZone}`)];
}
