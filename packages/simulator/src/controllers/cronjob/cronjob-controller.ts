import { formatTime, keyOf, newControllerReference, parseTime, splitKey, StatusError } from '@podlab/apimachinery';
import type { CronJobStatus, Job as NewJob } from 'kubernetes-types/batch/v1';
import type { ObjectChange, StoredOf } from '../../apiserver/local-api.ts';
import { findTimeZone } from '../../apiserver/schedule/time-zone.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { ownerKeys } from '../objects/orphan-index.ts';
import { isAlreadyExists } from '../objects/status-errors.ts';
import { type CronJob, scheduleOf, untilNextMs } from './due-times.ts';
import { jobNameFor, planCronJob, surplusOf } from './plan-cronjob.ts';

type Job = StoredOf<'jobs'>;

const fieldManager = 'kube-controller-manager';

/** Starts Jobs at the times of a schedule. @see pkg/controller/cronjob/cronjob_controllerv2.go */
export function cronJobController({ api, timers, eventRecorder }: ClusterContext): ControllerDefinition {
  const events = eventRecorder('cronjob-controller');

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const cronJob = api.get('cronjobs', namespace, name);
    if (!cronJob) return undefined;
    const jobs = api.listOwnedBy('jobs', cronJob.metadata.uid);
    const afterCleanup = removeSurplus(cronJob, jobs);
    const seen = seeJobs({ ...cronJob, status: afterCleanup }, jobs);
    const { status, requeueAfterMs } = startDue({ ...cronJob, status: seen });
    api.updateStatus('cronjobs', { ...cronJob, status }, { fieldManager });
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  }

  /** Deletes ended Jobs beyond the history limits. */
  function removeSurplus(cronJob: CronJob, jobs: readonly Job[]): CronJobStatus {
    const { spec, status = {} } = cronJob;
    const ended = (type: string) => jobs.filter((job) => endOf(job) === type);
    const surplus = [
      ...surplusOf(ended('Complete'), spec?.successfulJobsHistoryLimit),
      ...surplusOf(ended('Failed'), spec?.failedJobsHistoryLimit),
    ];
    return surplus.reduce((left, job) => (deleteJob(cronJob, job) ? withoutActive(left, job) : left), status);
  }

  /** Takes ended Jobs off the list of those that run. */
  function seeJobs(cronJob: CronJob, jobs: readonly Job[]): CronJobStatus {
    let status = cronJob.status ?? {};
    for (const job of jobs) {
      const { name } = job.metadata;
      const isListed = status.active?.some(({ uid }) => uid === job.metadata.uid) ?? false;
      const end = endOf(job);
      if (!end && !isListed) {
        const message = `Saw a job that the controller did not create or forgot: ${name}`;
        events.event(cronJob, { type: 'Warning', reason: 'UnexpectedJob', message });
      }
      if (end && isListed) {
        const message = `Saw completed job: ${name}, condition: ${end}`;
        events.event(cronJob, { type: 'Normal', reason: 'SawCompletedJob', message });
        status = withoutActive(status, job);
      }
      const { completionTime } = job.status ?? {};
      const isLater = (parseTime(completionTime) ?? 0) > (parseTime(status.lastSuccessfulTime) ?? 0);
      if (end === 'Complete' && completionTime && isLater) status = { ...status, lastSuccessfulTime: completionTime };
    }
    const owned = new Set(jobs.map(({ metadata }) => metadata.uid));
    for (const { uid, name = '', namespace } of status.active ?? []) {
      if (owned.has(uid ?? '') || api.get('jobs', namespace, name)) continue;
      events.event(cronJob, { type: 'Normal', reason: 'MissingJob', message: `Active job went missing: ${name}` });
      status = { ...status, active: (status.active ?? []).filter((other) => other.uid !== uid) };
    }
    return status;
  }

  function startDue(cronJob: CronJob): { readonly status: CronJobStatus; readonly requeueAfterMs?: number } {
    const { metadata, spec, status = {} } = cronJob;
    if (metadata.deletionTimestamp || spec?.suspend) return { status };
    const schedule = scheduleOf(cronJob);
    if (!schedule) return { status };
    const nowMs = timers.nowMs();
    const plan = planCronJob(cronJob, schedule, nowMs);
    if (plan.action === 'skip') recordSkip(cronJob, plan);
    if (plan.action === 'complain') {
      const message = `invalid schedule: ${spec?.schedule} : time difference between two schedules is less than 1 second`;
      events.event(cronJob, { type: 'Warning', reason: 'InvalidSchedule', message });
    }
    const after = plan.action === 'start' ? startJob(cronJob, plan) : status;
    const requeueAfterMs = untilNextMs({ ...cronJob, status: after }, schedule, nowMs);
    return { status: after, ...(requeueAfterMs === undefined ? {} : { requeueAfterMs }) };
  }

  function recordSkip(
    cronJob: CronJob,
    { why, scheduledMs }: { readonly why: string; readonly scheduledMs: number },
  ): void {
    events.event(
      cronJob,
      why === 'active'
        ? {
            type: 'Normal',
            reason: 'JobAlreadyActive',
            message: 'Not starting job because prior execution is running and concurrency policy is Forbid',
          }
        : {
            type: 'Warning',
            reason: 'MissSchedule',
            message: `Missed scheduled time to start a job: ${rfc1123(scheduledMs)}`,
          },
    );
  }

  function startJob(
    cronJob: CronJob,
    plan: { readonly scheduledMs: number; readonly replaces: boolean; readonly manyMissed: boolean },
  ): CronJobStatus {
    const { namespace } = cronJob.metadata;
    let status = cronJob.status ?? {};
    if (plan.manyMissed) {
      const message = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
      events.event(cronJob, { type: 'Warning', reason: 'TooManyMissedTimes', message });
    }
    for (const { name = '' } of plan.replaces ? (status.active ?? []) : []) {
      const job = api.get('jobs', namespace, name);
      if (job && deleteJob(cronJob, job)) status = withoutActive(status, job);
    }
    const job = createJob(cronJob, plan.scheduledMs);
    if (!job) return status;
    const { name, uid, resourceVersion } = job.metadata;
    const reference = { kind: 'Job', namespace: namespace ?? '', name, uid, apiVersion: 'batch/v1', resourceVersion };
    const { active = [], ...rest } = status;
    return { active: [...active, reference], ...rest, lastScheduleTime: formatTime(plan.scheduledMs) };
  }

  /** @returns undefined when a Job of that name is there that is not ours */
  function createJob(cronJob: CronJob, scheduledMs: number): Job | undefined {
    const { namespace, uid } = cronJob.metadata;
    const wanted = jobFor(cronJob, scheduledMs);
    try {
      const job = api.create('jobs', wanted, { fieldManager });
      events.event(cronJob, {
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: `Created job ${job.metadata.name}`,
      });
      return job;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (isAlreadyExists(error)) {
        const existing = api.get('jobs', namespace, wanted.metadata?.name ?? '');
        return existing?.metadata.ownerReferences?.some((owner) => owner.uid === uid) ? existing : undefined;
      }
      events.event(cronJob, {
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating job: ${error.message}`,
      });
      throw error;
    }
  }

  function deleteJob(cronJob: CronJob, { metadata: { namespace, name } }: Job): boolean {
    try {
      api.delete('jobs', namespace, name, { propagationPolicy: 'Background', fieldManager });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      events.event(cronJob, { type: 'Warning', reason: 'FailedDelete', message: `Deleted job: ${error.message}` });
      return false;
    }
    events.event(cronJob, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted job ${name}` });
    return true;
  }

  return {
    name: 'cronjob-controller',
    watches: [
      watching(
        'cronjobs',
        (change) => [keyOf(change.object)],
        (change) => afterChangeMs(change, timers.nowMs()),
      ),
      watching('jobs', (change) => ownerKeys(change, 'CronJob')),
    ],
    sync,
  };
}

/** A new schedule is not asked about times that have passed before it was there. */
function afterChangeMs(change: ObjectChange<CronJob>, nowMs: number): number {
  if (change.type !== 'MODIFIED') return 0;
  const { object, old } = change;
  if (object.spec?.schedule === old.spec?.schedule && object.spec?.timeZone === old.spec?.timeZone) return 0;
  const schedule = scheduleOf(object);
  return (schedule && untilNextMs(object, schedule, nowMs)) ?? 0;
}

/** The Job for one time of the schedule. */
function jobFor(cronJob: CronJob, scheduledMs: number): NewJob {
  const { metadata, spec } = cronJob;
  const { metadata: template = {}, spec: jobSpec } = spec?.jobTemplate ?? {};
  const offsetMs = findTimeZone(spec?.timeZone ?? '')?.(scheduledMs) ?? 0;
  return structuredClone({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobNameFor(cronJob, scheduledMs),
      ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
      ...(template.labels ? { labels: template.labels } : {}),
      annotations: {
        ...template.annotations,
        'batch.kubernetes.io/cronjob-scheduled-timestamp': localTime(scheduledMs, offsetMs),
      },
      ownerReferences: [newControllerReference(cronJob)],
    },
    ...(jobSpec ? { spec: jobSpec } : {}),
  });
}

/** `Complete` or `Failed` when the Job has ended. */
function endOf({ status }: Job): string | undefined {
  return status?.conditions?.find(
    ({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True',
  )?.type;
}

function withoutActive({ active = [], ...status }: CronJobStatus, { metadata }: Pick<Job, 'metadata'>): CronJobStatus {
  const left = active.filter(({ uid }) => uid !== metadata.uid);
  return left.length > 0 ? { ...status, active: left } : status;
}

/** RFC 3339 with the offset of the place. */
function localTime(ms: number, offsetMs: number): string {
  if (offsetMs === 0) return formatTime(ms);
  const minutes = Math.abs(offsetMs) / 60_000;
  const offset = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${formatTime(ms + offsetMs).slice(0, 19)}${offsetMs < 0 ? '-' : '+'}${offset}`;
}

function rfc1123(ms: number): string {
  const [date = '', time = ''] = formatTime(ms).slice(0, 19).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const weekday = 'Thu Fri Sat Sun Mon Tue Wed'.split(' ')[Math.floor(ms / 86_400_000) % 7];
  const monthName = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1];
  return `${weekday}, ${day} ${monthName} ${year} ${time} +0000`;
}
