import {
  type Condition,
  convertedWhenAsked,
  type FateWord,
  fateWords,
  type Lab,
  type PodSelection,
} from '@podlab/lab-format';
import type { Fates, Newcomer, PodFate } from '../fate/fate.ts';
import type { Gap } from '../history/version.ts';
import type { History, StepMark } from '../history/history.ts';
import type { Reading } from '../reading/reading.ts';
import type { ConditionStory } from './condition-story.ts';

/** What a check is judged on: the record, and the moment from which it counts. */
export interface Scope {
  readonly lab: Lab;
  readonly history: History;
  readonly nowMs: number;
  /** The baseline: the state after this entry. */
  readonly sinceN: number;
  readonly sinceMs: number;
  /** Fates of selected Pods since the baseline. */
  fates(selection: PodSelection, includeNewcomers?: boolean): Fates;
  /** How a condition has fared since the baseline. */
  condition(condition: Condition): ConditionStory;
  /** `facts` of expressions: the fates of all Pods in each step that has begun, by step and fate. */
  facts(): Readonly<Record<string, unknown>>;
}

/** A fate as expressions see it. */
export type Fact = Readonly<Record<string, unknown>>;
export type FactsByFate = Readonly<Record<FateWord, readonly Fact[]>>;

export function createScope(lab: Lab, reading: Reading, nowMs: number, since: { n: number; ms: number }): Scope {
  const { history } = reading;
  return {
    lab,
    history,
    nowMs,
    sinceN: since.n,
    sinceMs: since.ms,
    fates: (selection, includeNewcomers = false) =>
      reading.fates({ pods: selection, fromN: since.n, includeNewcomers }),
    condition: (condition) => reading.condition(condition, since),
    facts: () =>
      Object.fromEntries(
        history.steps.map((mark) => [mark.step, convertedWhenAsked(byFate(reading.fates(windowOf(mark)).pods))]),
      ),
  };
}

function windowOf(mark: StepMark) {
  return {
    pods: {},
    includeNewcomers: true,
    fromN: mark.startN,
    ...(mark.passedN === undefined ? {} : { toN: mark.passedN }),
  };
}

const grouped = new WeakMap<readonly PodFate[], FactsByFate>();

/** The fates as lists by word, every word present. The same lists for the same fates. */
export function byFate(pods: readonly PodFate[]): FactsByFate {
  const known = grouped.get(pods);
  if (known) return known;
  const lists = new Map<FateWord, Fact[]>(fateWords.map((word) => [word, []]));
  for (const pod of pods) lists.get(pod.fate)?.push(factOf(pod));
  const facts = Object.fromEntries(lists) as unknown as FactsByFate;
  grouped.set(pods, facts);
  return facts;
}

const facts = new WeakMap<PodFate | Newcomer, Fact>();

/** The same fact for the same fate. */
export function factOf(pod: PodFate): Fact {
  return remembered(pod, () => {
    const { name, uid, short, fate, before, after, cause = null, restarts } = pod;
    return { name, uid, short, before, after, cause, restarts, fate, successor: newcomerFact(pod.successor) };
  });
}

export function newcomerFact(newcomer: Newcomer | undefined): Fact | null {
  if (!newcomer) return null;
  return remembered(newcomer, () => {
    const { name, uid, short, origin, living, restarts, pod } = newcomer;
    return { name, uid, short, origin, living, restarts, pod };
  });
}

function remembered(of: PodFate | Newcomer, make: () => Fact): Fact {
  const known = facts.get(of);
  if (known) return known;
  const fact = make();
  facts.set(of, fact);
  return fact;
}

/** Gaps of a resource that ended after the baseline, or that last. */
export function gapsSince(scope: Scope, resource: string): readonly Gap[] {
  return scope.history.gaps.filter(
    (gap) => gap.resource === resource && (gap.toN === undefined || gap.toN > scope.sinceN),
  );
}
