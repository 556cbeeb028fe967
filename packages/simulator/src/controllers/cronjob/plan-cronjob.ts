import { formatTime, parseTime } from '@podlab/apimachinery';
import type { Schedule } from '../../apiserver/schedule/parse-schedule.ts';
import { type CronJob, dueTimes } from './due-times.ts';

/** What a CronJob does now. */
export type CronJobPlan =
  | { readonly action: 'wait' }
  /** It will never be due. */
  | { readonly action: 'complain' }
  /** The time has passed, and nothing is started. */
  | { readonly action: 'skip'; readonly why: 'deadline' | 'active'; readonly scheduledMs: number }
  | {
      readonly action: 'start';
      readonly scheduledMs: number;
      readonly replaces: boolean;
      readonly manyMissed: boolean;
    };

/**
 * Decides whether a Job is due, and what becomes of those that still run: `Forbid` waits for them, `Replace` deletes them.
 * @see pkg/controller/cronjob/cronjob_controllerv2.go syncCronJob
 */
export function planCronJob(cronJob: CronJob, schedule: Schedule, nowMs: number): CronJobPlan {
  const { spec, status } = cronJob;
  const { latestMs, missed } = dueTimes(cronJob, schedule, nowMs);
  if (missed === 'never') return { action: 'complain' };
  if (latestMs === undefined) return { action: 'wait' };
  const deadline = spec?.startingDeadlineSeconds;
  if (deadline !== undefined && latestMs + deadline * 1000 < nowMs) {
    return { action: 'skip', why: 'deadline', scheduledMs: latestMs };
  }
  const active = status?.active ?? [];
  const isStarted =
    active.some(({ name }) => name === jobNameFor(cronJob, latestMs)) ||
    status?.lastScheduleTime === formatTime(latestMs);
  if (isStarted) return { action: 'wait' };
  if (spec?.concurrencyPolicy === 'Forbid' && active.length > 0) {
    return { action: 'skip', why: 'active', scheduledMs: latestMs };
  }
  const replaces = spec?.concurrencyPolicy === 'Replace' && active.length > 0;
  return { action: 'start', scheduledMs: latestMs, replaces, manyMissed: missed === 'many' };
}

/** A Job is called after the minute for which it is started: no time has two. */
export function jobNameFor({ metadata }: CronJob, scheduledMs: number): string {
  return `${metadata.name}-${Math.floor(scheduledMs / 60_000)}`;
}

/** The Jobs that are more than a history limit: those that started first. */
export function surplusOf<
  T extends { readonly status?: { readonly startTime?: string }; readonly metadata: { readonly name: string } },
>(jobs: readonly T[], limit: number | undefined): readonly T[] {
  if (limit === undefined) return [];
  return jobs.toSorted(compareStart).slice(0, Math.max(0, jobs.length - limit));
}

function compareStart(a: Parameters<typeof startOf>[0], b: Parameters<typeof startOf>[0]): number {
  return startOf(a) - startOf(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
}

function startOf({
  status,
}: {
  readonly status?: { readonly startTime?: string };
  readonly metadata: { readonly name: string };
}): number {
  return parseTime(status?.startTime) ?? Number.MAX_SAFE_INTEGER;
}
