import { fieldErrorText } from '@podlab/apimachinery';
import type { Job } from 'kubernetes-types/batch/v1';
import { expect, it } from 'vitest';
import { validateJobStatusUpdate } from './job-status.ts';

const when = '2026-01-01T00:00:10Z';
const later = '2026-01-01T00:00:20Z';
const withConditions = (...types: string[]) => types.map((type) => ({ type, status: 'True' }));
const running = { startTime: when, active: 1, ready: 1 };
const complete = {
  startTime: when,
  completionTime: later,
  succeeded: 1,
  conditions: withConditions('SuccessCriteriaMet', 'Complete'),
};
const failed = { startTime: when, failed: 1, conditions: withConditions('FailureTarget', 'Failed') };

function faults(before: object, after: object, spec: object = {}): string[] {
  const job = (status: object) => ({ metadata: { name: 'j' }, spec, status }) as unknown as Job;
  return validateJobStatusUpdate(job(after), job(before) as never).map(fieldErrorText);
}

it.each([
  ['starts', {}, running],
  ['completes', running, complete],
  ['fails', running, failed],
  ['is marked by somebody else', complete, { ...complete, conditions: [...complete.conditions, { type: 'X' }] }],
  ['keeps an odd status that does not change', { ...complete, active: 1 }, { ...complete, active: 1, failed: 2 }],
])('a Job %s', (_about, before, after) => {
  expect(faults(before, after)).toEqual([]);
});

it.each<[string, object, object, string[], object?]>([
  [
    'a negative count',
    running,
    { ...running, failed: -1 },
    [
      'status.failed: Invalid value: -1: must be greater than or equal to 0',
      'status.failed: Invalid value: -1: cannot decrease the failed counter',
    ],
  ],
  [
    'an end of both kinds',
    running,
    { ...complete, conditions: withConditions('SuccessCriteriaMet', 'Complete', 'Failed') },
    [
      'status.conditions: Invalid value: cannot set Complete=True and Failed=true conditions',
      'status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition',
      'status.conditions: Invalid value: cannot set SuccessCriteriaMet=True and Failed=true conditions',
    ],
  ],
  [
    'a completion without its criteria',
    running,
    { ...complete, conditions: withConditions('Complete') },
    [
      'status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
    ],
  ],
  [
    'a completion without its time',
    running,
    { ...complete, completionTime: undefined },
    ['status.completionTime: Required value: completionTime is required for Complete jobs'],
  ],
  [
    'a completion time alone',
    running,
    { ...running, completionTime: later },
    [
      `status.completionTime: Invalid value: "${later}": cannot set completionTime when there is no Complete=True condition`,
    ],
  ],
  [
    'a completion before the start',
    running,
    { ...complete, startTime: later, completionTime: when },
    [
      `status.completionTime: Invalid value: "${when}": completionTime cannot be set before startTime`,
      'status.startTime: Required value: startTime cannot be removed for unsuspended job',
    ],
  ],
  [
    'Pods that are active after the end',
    running,
    { ...complete, active: 1 },
    ['status.active: Invalid value: 1: active>0 is invalid for finished job'],
  ],
  [
    'Pods that are not counted at the end',
    running,
    { ...failed, uncountedTerminatedPods: { failed: ['u'] } },
    [
      'status.uncountedTerminatedPods: Invalid value: {"failed":["u"]}: uncountedTerminatedPods needs to be empty for finished job',
    ],
  ],
  [
    'Pods that terminate after the end',
    running,
    { ...failed, terminating: 1 },
    ['status.terminating: Invalid value: 1: terminating>0 is invalid for finished job'],
  ],
  [
    'more ready than active Pods',
    running,
    { ...running, ready: 2 },
    ['status.ready: Invalid value: 2: cannot set more ready pods than active'],
  ],
  [
    'an end that is taken back',
    complete,
    running,
    [
      'status.conditions: Invalid value: cannot disable the terminal Complete=True condition',
      'status.succeeded: Invalid value: 0: cannot decrease the succeeded counter',
      'status.conditions: Invalid value: cannot disable the SuccessCriteriaMet=True condition',
    ],
  ],
  [
    'another completion time',
    complete,
    { ...complete, completionTime: '2026-01-01T00:01:00Z' },
    ['status.completionTime: Invalid value: "2026-01-01T00:01:00Z": completionTime cannot be mutated'],
  ],
  [
    'indexes of a Job without',
    running,
    { ...running, completedIndexes: '0' },
    [
      'status.completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode',
    ],
  ],
  [
    'an index too far',
    running,
    { ...running, completedIndexes: '0,3' },
    ['status.completedIndexes: Invalid value: "0,3": error parsing completedIndexes: too large index: "3"'],
    { completionMode: 'Indexed', completions: 3, parallelism: 1 },
  ],
  [
    'failed indexes that nobody counts',
    running,
    { ...running, failedIndexes: '' },
    ['status.failedIndexes: Invalid value: "": cannot set non-null failedIndexes when backoffLimitPerIndex is null'],
  ],
])('refuses %s', (_about, before, after, expected, spec) => {
  expect(faults(before, after, spec)).toEqual(expected);
});
