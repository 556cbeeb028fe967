import type { CheckResult, QuestionState, Verdict } from '@podlab/grader';

/** How a check is shown: a glyph and a word, never colour alone. */
export interface CheckWords {
  readonly glyph: '✓' | '○' | '?';
  readonly word: string;
  readonly tone: Verdict;
}

export interface CheckStanding {
  readonly check: Pick<CheckResult, 'verdict' | 'question'>;
  /** It was passed before, in this step. */
  readonly wasPassed: boolean;
  /** While it must hold for a time: how long it has, and how long it must. */
  readonly holding: { readonly heldMs: number; readonly wantedMs: number } | undefined;
}

export function checkWords({ check, wasPassed, holding }: CheckStanding): CheckWords {
  if (check.verdict === 'passed') return { glyph: '✓', word: 'passed', tone: 'passed' };
  if (check.verdict === 'inconclusive') return { glyph: '?', word: 'inconclusive', tone: 'inconclusive' };
  if (holding) {
    const [held, wanted] = [Math.floor(holding.heldMs / 1000), Math.ceil(holding.wantedMs / 1000)];
    return { glyph: '○', word: `holding ${Math.min(held, wanted)}/${wanted} s`, tone: 'notYet' };
  }
  if (wasPassed) return { glyph: '○', word: 'was done, now broken', tone: 'notYet' };
  if (check.question?.given !== undefined) return { glyph: '○', word: 'not this', tone: 'notYet' };
  return { glyph: '○', word: check.question ? 'not answered yet' : 'not yet', tone: 'notYet' };
}

/**
 * How long a check that must hold for a time has held.
 * @param sinceMs on the cluster's clock, since the report was made
 * @returns undefined when it does not hold now, or need not for a time
 */
export function holdingOf(
  check: Pick<CheckResult, 'verdict' | 'recheckAfterMs'>,
  forSeconds: number | undefined,
  sinceMs: number,
): CheckStanding['holding'] {
  if (!forSeconds || check.verdict !== 'notYet' || check.recheckAfterMs === undefined) return undefined;
  const wantedMs = forSeconds * 1000;
  return { heldMs: Math.min(wantedMs, Math.max(0, wantedMs - check.recheckAfterMs + sinceMs)), wantedMs };
}

/** How an answer came out; what was shown by the record is said behind it. Of a choice that is a sentence. */
export function sayMark({ right, choices }: QuestionState): string {
  if (right === undefined) return '';
  const end = choices ? '.' : ':';
  return right ? `You were right${end}` : `It came out differently${end}`;
}
