/** `passed`; `notYet` (with the reason); `inconclusive`: we could not look. The three never look alike. */
export type Verdict = 'passed' | 'notYet' | 'inconclusive';

/** How a check stands. Sentences are for the learner; nothing is ever matched on them but by proofs. */
export interface CheckResult {
  readonly id: string;
  readonly verdict: Verdict;
  /** What must be so: the check's `say`. */
  readonly title: string;
  /** One sentence of what is. */
  readonly found: string;
  /** One sentence of what was expected. */
  readonly expected: string;
  /** One command to look with. */
  readonly look: string;
  /** When the verdict may change although nothing is observed: milliseconds from now (settle times). */
  readonly recheckAfterMs?: number;
  /** For a question: what it asks, what may be chosen, what was given and what the record shows. */
  readonly question?: QuestionState;
}

export interface QuestionState {
  readonly question: string;
  readonly prediction: boolean;
  readonly choices: readonly { readonly id: string; readonly text: string }[] | undefined;
  /** The last answer, or undefined. */
  readonly given: string | undefined;
  /** Whether the answer agrees with the record; undefined while that is not known. */
  readonly right: boolean | undefined;
  /** What the record shows, as a sentence; undefined while that is not known or not to be told. */
  readonly shown: string | undefined;
}

export interface StepResult {
  readonly id: string;
  readonly title: string;
  /** `passed` stays; only the `current` step is graded; `ahead` has not begun. */
  readonly state: 'passed' | 'current' | 'ahead';
  /** Empty when ahead. */
  readonly checks: readonly CheckResult[];
}

/** How a lab stands. */
export interface LabReport {
  /** `passed` when every step is; else `notYet` if a check or guard says so, else `inconclusive`. */
  readonly verdict: Verdict;
  readonly guards: readonly CheckResult[];
  readonly steps: readonly StepResult[];
  /** Evaluate again after this long even if nothing is observed; undefined when only an observation can change it. */
  readonly recheckAfterMs: number | undefined;
}
