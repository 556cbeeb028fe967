import type { CheckResult, LabReport, StepResult, Verdict } from '@podlab/grader';
import { expect, it } from 'vitest';
import { followReport, noReport } from './report-memory.ts';

function check(id: string, verdict: Verdict, found = 'Nothing.'): CheckResult {
  return { id, verdict, title: `Check ${id}`, found, expected: 'More.', look: 'kubectl get pods' };
}

function report(
  states: readonly StepResult['state'][],
  checks: readonly CheckResult[],
  guards: readonly CheckResult[] = [],
): LabReport {
  const steps = states.map(
    (state, index): StepResult => ({
      id: `step-${index}`,
      title: `Title ${index + 1}`,
      state,
      checks: state === 'current' ? checks : [],
    }),
  );
  const verdict = states.every((state) => state === 'passed') ? 'passed' : 'notYet';
  return { verdict, guards, steps, recheckAfterMs: undefined };
}

/** The sentences told of the last report. */
function told(...reports: LabReport[]): readonly string[] {
  let memory = noReport;
  let sentences: readonly string[] = [];
  for (const next of reports) ({ memory, sentences } = followReport(memory, next));
  return sentences;
}

const now = ['current', 'ahead'] as const;

it.each<[string, LabReport[], string[]]>([
  ['nothing of the first report', [report(now, [check('a', 'passed')])], []],
  ['nothing when nothing has changed', [report(now, [check('a', 'notYet')]), report(now, [check('a', 'notYet')])], []],
  ['what was passed', [report(now, [check('a', 'notYet')]), report(now, [check('a', 'passed')])], ['Passed: Check a.']],
  [
    'what was passed and is broken now',
    [report(now, [check('a', 'passed')]), report(now, [check('a', 'notYet', 'It is gone.')])],
    ['Was done, now broken: Check a. It is gone.'],
  ],
  [
    'what cannot be looked at',
    [report(now, [check('a', 'passed')]), report(now, [check('a', 'inconclusive', 'No answer.')])],
    ['Inconclusive: Check a. No answer.'],
  ],
  [
    'a near miss',
    [report(now, [check('a', 'notYet')]), report(now, [check('a', 'notYet', 'You scaled.')])],
    ['Check a: You scaled.'],
  ],
  [
    'what it says, without the marks of code',
    [report(now, [check('a', 'notYet')]), report(now, [check('a', 'notYet', 'Type `reset`.')])],
    ['Check a: Type reset.'],
  ],
  [
    'no seconds that go by',
    [
      report(now, [check('a', 'notYet', 'For 1.0 s of 5 s.')]),
      report(now, [check('a', 'notYet', 'For 2.4 s of 5 s.')]),
    ],
    [],
  ],
  [
    'a step that was passed, and the next one',
    [report(now, [check('a', 'passed')]), report(['passed', 'current'], [check('b', 'notYet')])],
    ['Step 1, Title 1: passed. Step 2: Title 2.'],
  ],
  [
    'that the lab is passed',
    [report(['passed', 'current'], [check('b', 'notYet')]), report(['passed', 'passed'], [])],
    ['Step 2, Title 2: passed. The lab is passed.'],
  ],
  [
    'a guard that was broken',
    [report(now, [], [check('g', 'passed')]), report(now, [], [check('g', 'notYet', 'Scaled.')])],
    ['Was done, now broken: Check g. Scaled.'],
  ],
  [
    'a step that is begun again',
    [report(['passed', 'current'], [check('b', 'notYet')]), report(now, [check('a', 'notYet')])],
    ['Step 1, Title 1: begun again.'],
  ],
])('tells %s', (_, reports, sentences) => {
  expect(told(...reports)).toEqual(sentences);
});

it('remembers what was passed until the next step begins; guards for longer', () => {
  const first = followReport(noReport, report(now, [check('a', 'passed')], [check('g', 'passed')]));
  expect([...first.memory.passed].toSorted()).toEqual(['a', 'g']);
  const second = followReport(
    first.memory,
    report(['passed', 'current'], [check('b', 'notYet')], [check('g', 'notYet')]),
  );
  expect([...second.memory.passed]).toEqual(['g']);
});
