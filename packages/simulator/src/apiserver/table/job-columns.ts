import { humanAge, humanDuration, isConditionTrue, parseTime, type Stored } from '@podlab/apimachinery';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import { ageColumn, nameColumn, numberColumn, textColumn, wide, type TableColumn } from './table-column.ts';
import { templateColumns } from './workload-columns.ts';

/** @see pkg/printers/internalversion/printers.go printJob (v1.36) */
export const jobColumns: readonly TableColumn<Stored<Job>>[] = [
  nameColumn,
  textColumn('Status', 'How far the Job is.', jobStatusText),
  textColumn('Completions', 'Pods that succeeded, of those needed.', completionsText),
  textColumn('Duration', 'Time that the Job took, or takes.', durationText),
  ageColumn,
  ...templateColumns,
];

/** @see pkg/printers/internalversion/printers.go printCronJob (v1.36) */
export const cronJobColumns: readonly TableColumn<Stored<CronJob>>[] = [
  nameColumn,
  textColumn('Schedule', 'When Jobs are started.', ({ spec }) => spec?.schedule ?? ''),
  textColumn('Timezone', 'Whose clocks count.', ({ spec }) => spec?.timeZone ?? '<none>'),
  textColumn('Suspend', 'Whether no Jobs are started.', ({ spec }) => (spec?.suspend ? 'True' : 'False')),
  numberColumn('Active', 'Jobs that run.', ({ status }) => status?.active?.length),
  textColumn('Last Schedule', 'Time since a Job was last due.', ({ status }, nowMs) =>
    status?.lastScheduleTime ? humanAge(status.lastScheduleTime, nowMs) : '<none>',
  ),
  ageColumn,
  ...[
    textColumn<Stored<CronJob>>('Containers', 'Names of the containers in the template.', ({ spec }) =>
      (spec?.jobTemplate.spec?.template.spec?.containers ?? []).map(({ name }) => name).join(','),
    ),
    textColumn<Stored<CronJob>>('Images', 'Images of the containers in the template.', ({ spec }) =>
      (spec?.jobTemplate.spec?.template.spec?.containers ?? []).map(({ image }) => image ?? '').join(','),
    ),
    textColumn<Stored<CronJob>>('Selector', 'Labels of the Pods that count.', () => '<none>'),
  ].map(wide),
];

/** Conditions in the order in which they decide what stands under STATUS. */
function jobStatusText({ metadata, status }: Stored<Job>): string {
  const has = (type: string) => isConditionTrue(status?.conditions, type);
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running';
}

function completionsText({ spec, status }: Stored<Job>): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText({ status }: Stored<Job>, nowMs: number): string {
  const startedMs = parseTime(status?.startTime);
  if (startedMs === undefined) return '';
  return humanDuration((parseTime(status?.completionTime) ?? nowMs) - startedMs);
}
