import type { LabReport, StepResult } from '@podlab/grader';
import { expect, it } from 'vitest';
import { addProgress, type LabProgress } from './progress.ts';

const lab = {
  id: 'one',
  version: 2,
  title: 'One',
  goal: '',
  steps: ['a', 'b'].map((id) => ({ id, title: id, text: '', checks: [], hints: { tiers: [] } })),
  guards: [],
  debrief: '',
  freePlay: [],
};

function report(...states: StepResult['state'][]): LabReport {
  const steps = states.map((state, index) => ({ id: lab.steps[index]?.id ?? '', title: '', state, checks: [] }));
  const verdict = states.every((state) => state === 'passed') ? 'passed' : 'notYet';
  return { verdict, guards: [], steps, recheckAfterMs: undefined };
}

it.each<[string, LabProgress | undefined, LabReport, boolean, Omit<LabProgress, 'version'>]>([
  ['adds what is passed', undefined, report('passed', 'current'), false, { steps: ['a'], passed: false }],
  [
    'keeps what was passed on another run',
    { version: 2, steps: ['a', 'b'], passed: true },
    report('current', 'ahead'),
    false,
    { steps: ['a', 'b'], passed: true },
  ],
  ['adds nothing when a solution was shown', undefined, report('passed', 'passed'), true, { steps: [], passed: false }],
  [
    'begins anew with a new version of the lab',
    { version: 1, steps: ['a', 'b'], passed: true },
    report('passed', 'current'),
    false,
    { steps: ['a'], passed: false },
  ],
])('%s', (_, before, now, solved, after) => {
  expect(addProgress(before, { lab, report: now, solved })).toEqual({ version: 2, ...after });
});
