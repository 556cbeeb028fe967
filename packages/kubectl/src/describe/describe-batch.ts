import { controllerOf, formatSelector, humanDuration, parseTime, selectorOf, type Stored } from '@podlab/apimachinery';
import type { CronJob, Job, JobSpec } from 'kubernetes-types/batch/v1';
import { boolText, type DescribeWriter, timeText, writeAnnotations, writePairs } from './describe-writer.ts';
import { writePodTemplate } from './pod-template.ts';

/** A longer list of indexes is cut at the next comma. */
const longIndexes = 50;

/** Writes a Job as `kubectl describe job` does, but for its events. */
export function describeJob(writer: DescribeWriter, job: Stored<Job>): void {
  const { metadata, spec, status = {} } = job;
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writer.line(0, `Selector:\t${spec?.selector ? formatSelector(selectorOf(spec.selector)) : ''}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  const owner = controllerOf(job);
  if (owner) writer.line(0, `Controlled By:\t${owner.kind}/${owner.name}`);
  if (spec?.parallelism !== undefined) writer.line(0, `Parallelism:\t${spec.parallelism}`);
  writer.line(0, `Completions:\t${spec?.completions ?? '<unset>'}`);
  if (spec?.completionMode) writer.line(0, `Completion Mode:\t${spec.completionMode}`);
  if (spec?.suspend !== undefined) writer.line(0, `Suspend:\t${spec.suspend}`);
  if (spec?.backoffLimit !== undefined) writer.line(0, `Backoff Limit:\t${spec.backoffLimit}`);
  if (spec?.ttlSecondsAfterFinished !== undefined)
    writer.line(0, `TTL Seconds After Finished:\t${spec.ttlSecondsAfterFinished}`);
  writeTimes(writer, job);
  if (spec?.activeDeadlineSeconds !== undefined)
    writer.line(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
  const { active = 0, ready, succeeded = 0, failed = 0 } = status;
  const readyText = ready === undefined ? '' : ` (${ready} Ready)`;
  writer.line(0, `Pods Statuses:\t${active} Active${readyText} / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec?.completionMode === 'Indexed') writer.line(0, `Completed Indexes:\t${indexesText(status.completedIndexes)}`);
  if (spec) writePodTemplate(writer, spec.template);
}

/** Writes a CronJob as `kubectl describe cronjob` does, but for its events. */
export function describeCronJob(writer: DescribeWriter, { metadata, spec, status }: Stored<CronJob>): void {
  const unset = (value: number | string | undefined) => value ?? '<unset>';
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, `Schedule:\t${spec?.schedule ?? ''}`);
  writer.line(0, `Concurrency Policy:\t${spec?.concurrencyPolicy ?? ''}`);
  writer.line(0, `Suspend:\t${boolText(spec?.suspend)}`);
  writer.line(0, `Time Zone:\t${unset(spec?.timeZone)}`);
  writer.line(0, `Successful Job History Limit:\t${unset(spec?.successfulJobsHistoryLimit)}`);
  writer.line(0, `Failed Job History Limit:\t${unset(spec?.failedJobsHistoryLimit)}`);
  const deadline = spec?.startingDeadlineSeconds;
  writer.line(0, `Starting Deadline Seconds:\t${deadline === undefined ? '<unset>' : `${deadline}s`}`);
  if (spec?.jobTemplate.spec) writeJobTemplate(writer, spec.jobTemplate.spec);
  writer.line(0, `Last Schedule Time:\t${timeText(status?.lastScheduleTime)}`);
  const active = (status?.active ?? []).map(({ name }) => name ?? '').join(', ');
  writer.line(0, `Active Jobs:\t${active === '' ? '<none>' : active}`);
}

function writeTimes(writer: DescribeWriter, { status }: Stored<Job>): void {
  const { startTime, completionTime } = status ?? {};
  if (startTime) writer.line(0, `Start Time:\t${timeText(startTime)}`);
  if (completionTime) writer.line(0, `Completed At:\t${timeText(completionTime)}`);
  const [startMs, endMs] = [parseTime(startTime), parseTime(completionTime)];
  if (startMs !== undefined && endMs !== undefined) writer.line(0, `Duration:\t${humanDuration(endMs - startMs)}`);
}

function writeJobTemplate(writer: DescribeWriter, spec: JobSpec): void {
  writer.line(0, `Selector:\t${spec.selector ? formatSelector(selectorOf(spec.selector)) : '<unset>'}`);
  writer.line(0, `Parallelism:\t${spec.parallelism ?? '<unset>'}`);
  writer.line(0, `Completions:\t${spec.completions ?? '<unset>'}`);
  if (spec.activeDeadlineSeconds !== undefined)
    writer.line(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
  writePodTemplate(writer, spec.template);
}

function indexesText(indexes = ''): string {
  if (indexes === '') return '<none>';
  const cut = indexes.indexOf(',', longIndexes);
  return cut < 0 ? indexes : `${indexes.slice(0, cut + 1)}...`;
}
