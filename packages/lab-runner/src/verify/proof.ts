import type { CheckResult, LabReport, Verdict } from '@podlab/grader';
import type { Attempt, ProvenLab } from '@podlab/lab-format';

/** Something that must be so about a lab: an attempt, and the verdict that it must get. */
export interface Proof {
  readonly attempt: Attempt;
  readonly kind: 'untouched' | 'solution' | 'mistake';
  readonly expected: Verdict;
  /** With a mistake: id of the check or guard that must say no, and words that the learner must read there. */
  readonly caughtBy?: string;
  readonly saying?: string;
}

/** All proofs of a lab: untouched it is `notYet`, its solutions pass, its mistakes fail where they say. */
export function proofsOf(lab: ProvenLab): readonly Proof[] {
  const untouched: Attempt = {
    id: 'untouched',
    title: 'Nothing is done',
    touches: 'namespace',
    steps: [],
    cleanUp: [],
  };
  return [
    { attempt: untouched, kind: 'untouched', expected: 'notYet' },
    ...lab.solutions.map((attempt): Proof => ({ attempt, kind: 'solution', expected: 'passed' })),
    ...lab.mistakes.map(
      (mistake): Proof => ({
        attempt: mistake,
        kind: 'mistake',
        expected: 'notYet',
        caughtBy: mistake.caughtBy,
        ...(mistake.saying === undefined ? {} : { saying: mistake.saying }),
      }),
    ),
  ];
}

/** How a proof came out. */
export interface ProofJudgement {
  readonly ok: boolean;
  /** Ids of the checks and guards that said no, those that could not say with `?`. */
  readonly caughtBy: readonly string[];
  /** What the learner reads at the check that was named, or at the first that said no. */
  readonly found: string | undefined;
  /** Why it is not ok; undefined when it is. */
  readonly fault: string | undefined;
}

/** Compares a report with what the proof says. */
export function judgeProof(proof: Proof, report: LabReport): ProofJudgement {
  const results = [...report.guards, ...report.steps.flatMap(({ checks }) => checks)];
  const open = results.filter(({ verdict }) => verdict !== 'passed');
  const caughtBy = open.map((result) => (result.verdict === 'inconclusive' ? `${result.id}?` : result.id));
  const named = results.find(({ id }) => id === proof.caughtBy);
  const found = (named ?? open.find(({ verdict }) => verdict === 'notYet') ?? open[0])?.found;
  const fault = faultOf(proof, report.verdict, named);
  return { ok: fault === undefined, caughtBy, found, fault };
}

function faultOf(proof: Proof, verdict: Verdict, named: CheckResult | undefined): string | undefined {
  if (verdict !== proof.expected) return `the verdict is ${verdict}, not ${proof.expected}`;
  if (proof.caughtBy === undefined) return undefined;
  if (!named) return `the check \`${proof.caughtBy}\` was not graded: its step has not begun`;
  if (named.verdict !== 'notYet') return `the check \`${named.id}\` says ${named.verdict}, not notYet`;
  if (proof.saying !== undefined && !named.found.includes(proof.saying)) {
    return `the check \`${named.id}\` does not say "${proof.saying}"`;
  }
  return undefined;
}
