import { deepEqual, fieldErrors, type FieldError, parseTime, type Stored } from '@podlab/apimachinery';
import type { Job, JobStatus } from 'kubernetes-types/batch/v1';
import { countIndexes } from './job-policies.ts';
import { notNegative } from '../numbers.ts';

/** A field of Kubernetes 1.29 that `kubernetes-types` (1.30) has as alpha. */
type Status = JobStatus & { readonly terminating?: number };

interface Rule {
  /** Statuses are held to it only when one of these changes; default: always. */
  readonly when?: readonly Fact[];
  readonly fault: (job: View, old: View) => FieldError | false;
}

interface View {
  readonly spec: NonNullable<Job['spec']> | undefined;
  readonly status: Status;
  readonly isComplete: boolean;
  readonly isFailed: boolean;
  readonly isFinished: boolean;
  readonly hasMetCriteria: boolean;
  readonly isBoundToFail: boolean;
}

type Fact = keyof Status | 'isComplete' | 'isFailed' | 'isFinished' | 'hasMetCriteria' | 'isBoundToFail';

const conditions = (detail: string) => fieldErrors.unfit('status.conditions', detail);
const invalid = (field: keyof Status, value: unknown, detail: string) =>
  fieldErrors.invalid(`status.${field}`, value, detail);

/** What the status of a Job may not say, in the order in which the API looks. */
const rules: readonly Rule[] = [
  {
    when: ['isComplete', 'isFailed'],
    fault: ({ isComplete, isFailed }) =>
      isComplete && isFailed && conditions('cannot set Complete=True and Failed=true conditions'),
  },
  {
    when: ['isComplete', 'isBoundToFail'],
    fault: ({ isComplete, isBoundToFail }) =>
      isComplete && isBoundToFail && conditions('cannot set Complete=True and FailureTarget=true conditions'),
  },
  {
    when: ['isComplete', 'completionTime'],
    fault: ({ isComplete, status: { completionTime } }) =>
      completionTime !== undefined &&
      !isComplete &&
      invalid('completionTime', completionTime, 'cannot set completionTime when there is no Complete=True condition'),
  },
  {
    when: ['isComplete', 'completionTime'],
    fault: ({ isComplete, status: { completionTime } }) =>
      completionTime === undefined &&
      isComplete &&
      fieldErrors.required('status.completionTime', 'completionTime is required for Complete jobs'),
  },
  {
    when: ['startTime', 'completionTime'],
    fault: ({ status: { startTime, completionTime } }) =>
      (parseTime(completionTime) ?? Infinity) < (parseTime(startTime) ?? -Infinity) &&
      invalid('completionTime', completionTime, 'completionTime cannot be set before startTime'),
  },
  {
    when: ['isFailed', 'isBoundToFail'],
    fault: ({ isFailed, isBoundToFail }) =>
      isFailed &&
      !isBoundToFail &&
      conditions('cannot set Failed=True condition without the FailureTarget=true condition'),
  },
  {
    when: ['isComplete', 'hasMetCriteria'],
    fault: ({ isComplete, hasMetCriteria }) =>
      isComplete &&
      !hasMetCriteria &&
      conditions('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'),
  },
  {
    when: ['isFinished', 'active'],
    fault: ({ isFinished, status: { active = 0 } }) =>
      isFinished && active > 0 && invalid('active', active, 'active>0 is invalid for finished job'),
  },
  {
    when: ['isFinished', 'startTime'],
    fault: ({ isFinished, status: { startTime } }) =>
      isFinished &&
      startTime === undefined &&
      fieldErrors.required('status.startTime', 'startTime is required for finished job'),
  },
  {
    when: ['isFinished', 'uncountedTerminatedPods'],
    fault: ({ isFinished, status: { uncountedTerminatedPods: left } }) =>
      isFinished &&
      (left?.failed?.length ?? 0) + (left?.succeeded?.length ?? 0) > 0 &&
      invalid('uncountedTerminatedPods', left, 'uncountedTerminatedPods needs to be empty for finished job'),
  },
  {
    when: ['completedIndexes'],
    fault: ({ spec, status: { completedIndexes = '' } }) =>
      indexesFault('completedIndexes', completedIndexes, spec?.completions),
  },
  {
    when: ['failedIndexes'],
    fault: ({ spec, status: { failedIndexes = '' } }) =>
      spec?.backoffLimitPerIndex !== undefined && indexesFault('failedIndexes', failedIndexes, spec.completions),
  },
  {
    when: ['completedIndexes'],
    fault: ({ spec, status: { completedIndexes = '' } }) =>
      completedIndexes !== '' &&
      spec?.completionMode !== 'Indexed' &&
      invalid(
        'completedIndexes',
        completedIndexes,
        'cannot set non-empty completedIndexes when non-indexed completion mode',
      ),
  },
  {
    when: ['failedIndexes'],
    fault: ({ spec, status: { failedIndexes } }) =>
      failedIndexes !== undefined &&
      spec?.backoffLimitPerIndex === undefined &&
      invalid('failedIndexes', failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'),
  },
  {
    when: ['isFinished', 'terminating'],
    fault: ({ isFinished, status: { terminating = 0 } }) =>
      isFinished && terminating > 0 && invalid('terminating', terminating, 'terminating>0 is invalid for finished job'),
  },
  {
    when: ['ready', 'active'],
    fault: ({ status: { ready = 0, active = 0 } }) =>
      ready > active && invalid('ready', ready, 'cannot set more ready pods than active'),
  },
  {
    fault: ({ hasMetCriteria, isFailed }) =>
      hasMetCriteria && isFailed && conditions('cannot set SuccessCriteriaMet=True and Failed=true conditions'),
  },
  {
    fault: ({ hasMetCriteria, isBoundToFail }) =>
      hasMetCriteria &&
      isBoundToFail &&
      conditions('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'),
  },
  {
    fault: (job, old) =>
      old.isFailed && !job.isFailed && conditions('cannot disable the terminal Failed=True condition'),
  },
  {
    fault: (job, old) =>
      old.isComplete && !job.isComplete && conditions('cannot disable the terminal Complete=True condition'),
  },
  {
    fault: (job, old) =>
      old.isBoundToFail && !job.isBoundToFail && conditions('cannot disable the terminal FailureTarget=True condition'),
  },
  {
    fault: ({ status: { failed = 0 } }, old) =>
      failed < (old.status.failed ?? 0) && invalid('failed', failed, 'cannot decrease the failed counter'),
  },
  {
    fault: ({ spec, status: { succeeded = 0 } }, old) =>
      !(spec?.completionMode === 'Indexed' && spec.completions === spec.parallelism) &&
      succeeded < (old.status.succeeded ?? 0) &&
      invalid('succeeded', succeeded, 'cannot decrease the succeeded counter'),
  },
  {
    fault: ({ status: { completionTime } }, old) =>
      completionTime !== undefined &&
      old.status.completionTime !== undefined &&
      completionTime !== old.status.completionTime &&
      invalid('completionTime', completionTime, 'completionTime cannot be mutated'),
  },
  {
    when: ['startTime'],
    fault: ({ spec }, old) =>
      old.status.startTime !== undefined &&
      !spec?.suspend &&
      fieldErrors.required('status.startTime', 'startTime cannot be removed for unsuspended job'),
  },
  {
    fault: (job, old) =>
      old.hasMetCriteria && !job.hasMetCriteria && conditions('cannot disable the SuccessCriteriaMet=True condition'),
  },
  {
    fault: (job, old) =>
      old.isComplete &&
      !old.hasMetCriteria &&
      job.hasMetCriteria &&
      conditions('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'),
  },
];

/**
 * Faults of a new status of a Job: most rules hold only for what changes, so that an odd status can still be mended.
 * @see pkg/apis/batch/validation/validation.go ValidateJobStatusUpdate, pkg/registry/batch/job/strategy.go (v1.36)
 */
export function validateJobStatusUpdate(job: Job, old: Stored<Job>): FieldError[] {
  const [next, before] = [viewOf(job), viewOf(old)];
  const { active, succeeded, failed, ready, terminating } = next.status;
  const numbers = Object.entries({ active, succeeded, failed, ready, terminating });
  return [
    ...numbers.flatMap(([name, value]) => notNegative(value, `status.${name}`)),
    ...rules.flatMap(({ when, fault }) => {
      if (when?.every((fact) => deepEqual(factOf(next, fact), factOf(before, fact)))) return [];
      return fault(next, before) || [];
    }),
  ];
}

function viewOf({ spec, status = {} }: Pick<Job, 'spec' | 'status'>): View {
  const isTrue = (wanted: string) =>
    status.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') ?? false;
  const [isComplete, isFailed] = [isTrue('Complete'), isTrue('Failed')];
  return {
    spec,
    status,
    isComplete,
    isFailed,
    isFinished: isComplete || isFailed,
    hasMetCriteria: isTrue('SuccessCriteriaMet'),
    isBoundToFail: isTrue('FailureTarget'),
  };
}

function factOf(view: View, fact: Fact): unknown {
  return fact in view ? view[fact as keyof View] : view.status[fact as keyof Status];
}

function indexesFault(field: 'completedIndexes' | 'failedIndexes', text: string, completions: number | undefined) {
  const count = completions === undefined ? 0 : countIndexes(text, completions);
  return typeof count !== 'number' && invalid(field, text, `error parsing ${field}: ${count.fault}`);
}
