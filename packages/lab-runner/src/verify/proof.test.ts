import type { CheckResult, LabReport, Verdict } from '@podlab/grader';
import type { Attempt } from '@podlab/lab-format';
import { describe, expect, it } from 'vitest';
import { judgeProof, type Proof } from './proof.ts';

const attempt: Attempt = { id: 'scale', title: '', touches: 'namespace', steps: [], cleanUp: [] };
const mistake: Proof = { attempt, kind: 'mistake', expected: 'notYet', caughtBy: 'one-replaced', saying: 'You scaled' };

function check(id: string, verdict: Verdict, found = ''): CheckResult {
  return { id, verdict, title: id, found, expected: '', look: '' };
}

function report(verdict: Verdict, checks: readonly CheckResult[]): LabReport {
  return { verdict, guards: [], steps: [{ id: 's', title: '', state: 'current', checks }], recheckAfterMs: undefined };
}

describe('judging a mistake', () => {
  it.each([
    [
      'is caught where it says, with the words',
      report('notYet', [check('one-replaced', 'notYet', 'You scaled.')]),
      undefined,
    ],
    ['passes', report('passed', [check('one-replaced', 'passed')]), 'the verdict is passed, not notYet'],
    [
      'is caught by another check',
      report('notYet', [check('other', 'notYet'), check('one-replaced', 'passed')]),
      'the check `one-replaced` says passed, not notYet',
    ],
    [
      'is caught without the words',
      report('notYet', [check('one-replaced', 'notYet', 'Nothing happened.')]),
      'the check `one-replaced` does not say "You scaled"',
    ],
    [
      'never got to its step',
      report('notYet', [check('other', 'notYet')]),
      'the check `one-replaced` was not graded: its step has not begun',
    ],
    [
      'could not be judged',
      report('inconclusive', [check('one-replaced', 'inconclusive')]),
      'the verdict is inconclusive, not notYet',
    ],
  ])('that %s', (_, given, fault) => {
    expect(judgeProof(mistake, given)).toMatchObject({ ok: fault === undefined, fault });
  });

  it('names every check that said no, and marks those that could not say', () => {
    const given = report('notYet', [
      check('a', 'passed'),
      check('one-replaced', 'notYet', 'You scaled'),
      check('c', 'inconclusive'),
    ]);
    expect(judgeProof(mistake, given).caughtBy).toEqual(['one-replaced', 'c?']);
  });
});
