import type { CheckResult } from '@podlab/grader';
import { expect, it } from 'vitest';
import { checkWords, holdingOf } from './check-words.ts';

const question = { question: 'Which?', prediction: false, choices: undefined, right: undefined, shown: undefined };

it.each<[string, Partial<CheckResult>, boolean, { heldMs: number; wantedMs: number } | undefined]>([
  ['✓ passed', { verdict: 'passed' }, false, undefined],
  ['○ not yet', { verdict: 'notYet' }, false, undefined],
  ['? inconclusive', { verdict: 'inconclusive' }, true, undefined],
  ['○ was done, now broken', { verdict: 'notYet' }, true, undefined],
  ['○ holding 3/5 s', { verdict: 'notYet' }, true, { heldMs: 3900, wantedMs: 5000 }],
  ['○ not answered yet', { verdict: 'notYet', question: { ...question, given: undefined } }, false, undefined],
  ['○ not this', { verdict: 'notYet', question: { ...question, given: 'abc' } }, false, undefined],
])('%s', (words, check, wasPassed, holding) => {
  const shown = checkWords({ check: { verdict: 'notYet', ...check }, wasPassed, holding });
  expect(`${shown.glyph} ${shown.word}`).toBe(words);
});

it.each<[string, Pick<CheckResult, 'verdict' | 'recheckAfterMs'>, number | undefined, number, number | undefined]>([
  ['as long as the report says', { verdict: 'notYet', recheckAfterMs: 2000 }, 5, 0, 3000],
  ['and as long as it was since', { verdict: 'notYet', recheckAfterMs: 2000 }, 5, 1500, 4500],
  ['never longer than it must', { verdict: 'notYet', recheckAfterMs: 2000 }, 5, 9000, 5000],
  ['not at all when it does not hold', { verdict: 'notYet' }, 5, 0, undefined],
  ['not at all when it is passed', { verdict: 'passed', recheckAfterMs: 2000 }, 5, 0, undefined],
  ['not at all when it need not', { verdict: 'notYet', recheckAfterMs: 2000 }, undefined, 0, undefined],
])('holds %s', (_, check, forSeconds, sinceMs, heldMs) => {
  expect(holdingOf(check, forSeconds, sinceMs)?.heldMs).toBe(heldMs);
});
