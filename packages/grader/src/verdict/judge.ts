import { type Check, compileExpression, fillTemplate, type Lab, type Near, type Step } from '@podlab/lab-format';
import type { History, StepMark } from '../history/history.ts';
import { type Reading, readingOf } from '../reading/reading.ts';
import { judgeAnswer } from './judge-answer.ts';
import { aroundFates, judgeFate } from './judge-fate.ts';
import { judgeHistory } from './judge-history.ts';
import { judgeObject } from './judge-object.ts';
import { judgeExec, judgeLogs } from './judge-measured.ts';
import { clockTime, type Outcome } from './outcome.ts';
import { createScope, type Scope } from './scope.ts';
import type { CheckResult, LabReport, QuestionState, StepResult, Verdict } from './verdict.ts';

export interface Judging {
  readonly lab: Lab;
  readonly history: History;
  /** By the clock that stamped the log. */
  readonly nowMs: number;
  /** Since when the cluster has not answered; undefined while it does. */
  readonly unreachableSinceMs?: number | undefined;
  /** What was read of this record before, to go on with; it is carried on. Default: it is read from its beginning. */
  readonly reading?: Reading | undefined;
}

/**
 * Says how a lab stands, from the record alone: pure, so the same record gives the same report on every engine.
 * Steps that have not begun are `ahead`; whoever drives the lab starts them (see `evaluateLab`).
 */
export function judgeLab(given: Judging): LabReport {
  const { lab, history } = given;
  const judging = { ...given, reading: readingOf(history, given.reading) };
  const marks = new Map(history.steps.map((mark) => [mark.step, mark]));
  const first = marks.get(lab.steps[0]?.id ?? '');
  const current = lab.steps.find((step) => marks.get(step.id)?.passedN === undefined);
  const guards = first && current ? lab.guards.map((guard) => judgeCheck(guard, scopeOf(judging, first), judging)) : [];
  const steps = lab.steps.map((step): StepResult => {
    const mark = marks.get(step.id);
    const state = step === current ? 'current' : mark?.passedN === undefined ? 'ahead' : 'passed';
    return { id: step.id, title: step.title, state, checks: mark ? judgeStep(step, mark, state, judging) : [] };
  });
  const counted = [...guards, ...(steps.find((step) => step.state === 'current')?.checks ?? [])];
  const rechecks = counted.flatMap((check) => check.recheckAfterMs ?? []);
  return {
    verdict: current === undefined ? 'passed' : together(counted.map((check) => check.verdict)),
    guards,
    steps,
    recheckAfterMs: rechecks.length === 0 ? undefined : Math.max(1, Math.ceil(Math.min(...rechecks))),
  };
}

/**
 * The hint of the current step that fits the state, or undefined when none does.
 * @param step id of the step
 */
export function findStateHint(judging: Judging, step: string): string | undefined {
  const mark = judging.history.steps.find((candidate) => candidate.step === step);
  const near = judging.lab.steps.find((candidate) => candidate.id === step)?.hints.near ?? [];
  if (!mark || near.length === 0) return undefined;
  const scope = scopeOf(judging, mark);
  return findNear(near, aroundFates(scope.fates({}), scope))?.say;
}

/** Whether the current step has all it takes to be passed. */
export function isCurrentStepPassed(report: LabReport): boolean {
  const current = report.steps.find((step) => step.state === 'current');
  return (
    current !== undefined &&
    current.checks.length > 0 &&
    [...report.guards, ...current.checks].every((check) => check.verdict === 'passed')
  );
}

/** The scope of a step: its baseline is the state when it began. */
export function scopeOf({ lab, history, nowMs, reading }: Judging, mark: StepMark): Scope {
  return createScope(lab, readingOf(history, reading), nowMs, { n: mark.startN, ms: mark.startMs });
}

function judgeStep(step: Step, mark: StepMark, state: StepResult['state'], judging: Judging): CheckResult[] {
  const scope = scopeOf(judging, mark);
  if (state === 'passed') return step.checks.map((check) => passedResult(check, mark, scope));
  return step.checks.map((check) => judgeCheck(check, scope, judging));
}

/** What was passed stays passed; a question keeps its answer, and a prediction is marked once the facts are known. */
function passedResult(check: Check, mark: StepMark, scope: Scope): CheckResult {
  const answer = check.answer && judgeAnswer(check.id, check.answer, scope);
  const { question } = answer ?? {};
  const found = answer?.found ?? mark.found[check.id] ?? 'It was so when the step was passed.';
  return { ...plain(check), verdict: 'passed', found, ...(question ? { question } : {}) };
}

function judgeCheck(check: Check, scope: Scope, judging: Judging): CheckResult {
  const since = judging.unreachableSinceMs;
  if (since !== undefined && !check.answer) {
    const found = `The cluster has not answered since ${clockTime(since)}.`;
    return { ...plain(check), verdict: 'inconclusive', found };
  }
  const outcome = outcomeOf(check, scope);
  const { verdict, recheckAfterMs, question } = outcome;
  const near = verdict === 'notYet' ? findNear(check.near, outcome) : undefined;
  return {
    ...plain(check),
    verdict,
    found: near === undefined ? outcome.found : fillTemplate(near.say, outcome.words()),
    ...(recheckAfterMs === undefined ? {} : { recheckAfterMs }),
    ...(question === undefined ? {} : { question }),
  };
}

function plain(check: Check): Pick<CheckResult, 'id' | 'title' | 'expected' | 'look'> {
  return { id: check.id, title: check.say, expected: check.expected, look: check.look };
}

function outcomeOf(check: Check, scope: Scope): Outcome & { readonly question?: QuestionState } {
  if (check.object) return judgeObject(check.object, check.forSeconds, scope);
  if (check.history) return judgeHistory(check.history, scope);
  if (check.fate) return judgeFate(check.fate, scope);
  if (check.exec) return judgeExec({ ...check, exec: check.exec }, scope);
  if (check.logs) return judgeLogs({ ...check, logs: check.logs }, scope);
  if (check.answer) return judgeAnswer(check.id, check.answer, scope);
  throw new TypeError(`check ${check.id} has no kind; labs are verified when they are loaded`);
}

/** The first near miss that matches. An expression without a value (an absent field) does not match. */
function findNear(near: readonly Near[], outcome: Pick<Outcome, 'near'>): Near | undefined {
  if (near.length === 0) return undefined;
  const variables = outcome.near();
  return near.find(({ when }) => {
    const evaluation = compileExpression(when, 'near').evaluate(variables);
    return evaluation.ok && evaluation.value === true;
  });
}

function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('notYet')) return 'notYet';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'notYet';
}
