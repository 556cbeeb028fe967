import type { Condition, HistoryCheck } from '@podlab/lab-format';
import { type Concern, gapIsHarmless } from '../fate/gap-is-harmless.ts';
import { selectObjects } from './condition.ts';
import { aroundObjects, sayCondition } from './judge-object.ts';
import { clockTime, type Outcome } from './outcome.ts';
import { proofOnce } from './proof-once.ts';
import { objectsOfKind, resourceOf } from './resource-of.ts';
import { gapsSince, type Scope } from './scope.ts';

/** A statement over everything observed since the baseline. */
export function judgeHistory(check: HistoryCheck, scope: Scope): Outcome {
  if (check.always) return judgeThroughout(check.always, true, scope);
  if (check.never) return judgeThroughout(check.never, false, scope);
  if (check.eventually) return judgeEventually(check.eventually, scope);
  return judgeBefore(check.before, scope);
}

function judgeThroughout(condition: Condition, wanted: boolean, scope: Scope): Outcome {
  const story = scope.condition(condition);
  const against = wanted ? story.firstFalse : story.firstTrue;
  if (against) {
    const found = `At ${clockTime(against.atMs)} it was ${wanted ? 'not so' : 'so'}: ${lowerFirst(sayCondition(condition, against.result))}`;
    return { verdict: 'notYet', found, ...aroundObjects(condition, against.result, story.starts) };
  }
  const hidden = harmfulGap(condition, scope);
  const words = aroundObjects(condition, story.now, story.starts);
  if (hidden !== undefined) return { verdict: 'inconclusive', found: hidden, ...words };
  return { verdict: 'passed', found: `It has been so since ${clockTime(scope.sinceMs)}.`, ...words };
}

function judgeEventually(condition: Condition, scope: Scope): Outcome {
  const { firstTrue: moment, now, starts } = scope.condition(condition);
  const words = aroundObjects(condition, moment?.result ?? now, starts);
  if (moment) return { verdict: 'passed', found: `It was so at ${clockTime(moment.atMs)}.`, ...words };
  const hidden = harmfulGap(condition, scope);
  if (hidden !== undefined) return { verdict: 'inconclusive', found: hidden, ...words };
  const found = `It has not been so yet: ${lowerFirst(sayCondition(condition, now))}`;
  return { verdict: 'notYet', found, ...words };
}

function judgeBefore(before: HistoryCheck['before'], scope: Scope): Outcome {
  if (!before) return { verdict: 'notYet', found: 'Nothing was seen yet.', near: () => ({}), words: () => ({}) };
  const first = scope.condition(before.first).firstTrue;
  const { firstTrue: second, starts } = scope.condition(before.second);
  const moment = second ?? first;
  const words = moment ? aroundObjects(before.second, moment.result, starts) : { near: () => ({}), words: () => ({}) };
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

/** Says which gap may hide what the condition is about; undefined when none does. */
function harmfulGap(condition: Condition, scope: Scope): string | undefined {
  const { history } = scope;
  for (const gap of gapsSince(scope, resourceOf(condition.kind))) {
    if (gap.toN === undefined) return `Nobody has been watching since ${clockTime(gap.fromMs)}.`;
    const objectsAt = (n: number | undefined) => selectObjects(condition, objectsOfKind(history, condition.kind, n));
    const proof = proofOnce(gap, scope.condition(condition), () =>
      gapIsHarmless(objectsAt(Math.max(gap.fromN, scope.sinceN)), objectsAt(gap.toN), concernsOf(condition)),
    );
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
