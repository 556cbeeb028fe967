import type { Condition, HistoryCheck } from '@podlab/lab-format';
import { type Concern, gapIsHarmless } from '../fate/gap-is-harmless.ts';
import { type ConditionResult, selectObjects, testCondition } from './condition.ts';
import { aroundObjects, sayCondition } from './judge-object.ts';
import { clockTime, type Outcome } from './outcome.ts';
import { gapsSince, objectsOfKind, resourceOf, type Scope } from './scope.ts';

/** A statement over everything observed since the baseline. */
export function judgeHistory(check: HistoryCheck, scope: Scope): Outcome {
  if (check.always) return judgeThroughout(check.always, true, scope);
  if (check.never) return judgeThroughout(check.never, false, scope);
  if (check.eventually) return judgeEventually(check.eventually, scope);
  return judgeBefore(check.before, scope);
}

interface Moment {
  readonly n: number;
  readonly atMs: number;
  readonly result: ConditionResult;
}

/** The condition at every moment that its kind was observed, the baseline first. */
function* moments(condition: Condition, scope: Scope): Generator<Moment> {
  const { history } = scope;
  const resource = resourceOf(condition.kind);
  const starts = objectsOfKind(history, condition.kind, scope.sinceN);
  const at = (n: number, atMs: number): Moment => ({
    n,
    atMs,
    result: testCondition(condition, objectsOfKind(history, condition.kind, n), starts),
  });
  yield at(scope.sinceN, scope.sinceMs);
  const entries = history.log.entries();
  for (let n = scope.sinceN + 1; n < entries.length; n += 1) {
    const entry = entries[n];
    if (entry && 'resource' in entry && entry.resource === resource && entry.type !== 'gap') {
      yield at(n, entry.observedAtMs);
    }
  }
}

function judgeThroughout(condition: Condition, wanted: boolean, scope: Scope): Outcome {
  let last: Moment | undefined;
  for (const moment of moments(condition, scope)) {
    last = moment;
    if (moment.result.holds === wanted) continue;
    const found = wanted
      ? `At ${clockTime(moment.atMs)} it was not so: ${lowerFirst(sayCondition(condition, moment.result))}`
      : `At ${clockTime(moment.atMs)} it was so: ${lowerFirst(sayCondition(condition, moment.result))}`;
    return { verdict: 'notYet', found, ...around(condition, moment, scope) };
  }
  const hidden = harmfulGap(condition, scope);
  const words = around(condition, last, scope);
  if (hidden !== undefined) return { verdict: 'inconclusive', found: hidden, ...words };
  return { verdict: 'passed', found: `It has been so since ${clockTime(scope.sinceMs)}.`, ...words };
}

function judgeEventually(condition: Condition, scope: Scope): Outcome {
  let last: Moment | undefined;
  for (const moment of moments(condition, scope)) {
    last = moment;
    if (!moment.result.holds) continue;
    return { verdict: 'passed', found: `It was so at ${clockTime(moment.atMs)}.`, ...around(condition, moment, scope) };
  }
  const hidden = harmfulGap(condition, scope);
  const words = around(condition, last, scope);
  if (hidden !== undefined) return { verdict: 'inconclusive', found: hidden, ...words };
  const found = last
    ? `It has not been so yet: ${lowerFirst(sayCondition(condition, last.result))}`
    : 'Nothing was seen yet.';
  return { verdict: 'notYet', found, ...words };
}

function judgeBefore(before: HistoryCheck['before'], scope: Scope): Outcome {
  if (!before) return { verdict: 'notYet', found: 'Nothing was seen yet.', near: () => ({}), words: () => ({}) };
  const first = firstTime(before.first, scope);
  const second = firstTime(before.second, scope);
  const words = around(before.second, second ?? first, scope);
  if (first && second && first.n <= second.n) {
    const found = `The first was so at ${clockTime(first.atMs)}, the second at ${clockTime(second.atMs)}.`;
    const hidden = harmfulGap(before.second, scope);
    return hidden === undefined
      ? { verdict: 'passed', found, ...words }
      : { verdict: 'inconclusive', found: hidden, ...words };
  }
  const hidden = harmfulGap(before.first, scope) ?? harmfulGap(before.second, scope);
  if (hidden !== undefined) return { verdict: 'inconclusive', found: hidden, ...words };
  if (!second)
    return {
      verdict: 'notYet',
      found: first ? 'The second has not been so yet.' : 'Neither has been so yet.',
      ...words,
    };
  return { verdict: 'notYet', found: `The second was so at ${clockTime(second.atMs)}, before the first.`, ...words };
}

function firstTime(condition: Condition, scope: Scope): Moment | undefined {
  for (const moment of moments(condition, scope)) if (moment.result.holds) return moment;
  return undefined;
}

function around(condition: Condition, moment: Moment | undefined, scope: Scope): Pick<Outcome, 'near' | 'words'> {
  const starts = objectsOfKind(scope.history, condition.kind, scope.sinceN);
  return moment ? aroundObjects(condition, moment.result, starts) : { near: () => ({}), words: () => ({}) };
}

/** Says which gap may hide what the condition is about; undefined when none does. */
function harmfulGap(condition: Condition, scope: Scope): string | undefined {
  const { history } = scope;
  for (const gap of gapsSince(scope, resourceOf(condition.kind))) {
    if (gap.toN === undefined) return `Nobody has been watching since ${clockTime(gap.fromMs)}.`;
    const before = selectObjects(condition, objectsOfKind(history, condition.kind, Math.max(gap.fromN, scope.sinceN)));
    const after = selectObjects(condition, objectsOfKind(history, condition.kind, gap.toN));
    const proof = gapIsHarmless(before, after, concernsOf(condition));
    if (proof.harmless) continue;
    const span = `between ${clockTime(gap.fromMs)} and ${clockTime(gap.toMs ?? gap.fromMs)}`;
    return `Nobody was watching ${span}, and ${proof.because} since.`;
  }
  return undefined;
}

/** A condition over the spec alone is covered by the generation; any other rests on every field. */
function concernsOf(condition: Condition): readonly Concern[] {
  const reads = condition.holds ?? '';
  const onlySpec = !/\b(status|self|data|labels|annotations)\b/.test(reads);
  const matchesOnlySpec = Object.keys(condition.matches ?? {}).every((key) => key === 'spec');
  return onlySpec && matchesOnlySpec && condition.labels === undefined ? ['existence', 'spec'] : ['everything'];
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
