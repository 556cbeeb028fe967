import { findKind, type FateWord, fateWords, type Lab, type PodSelection } from '@podlab/lab-format';
import type { KubeObject } from '@podlab/apimachinery';
import { classifyFates } from '../fate/classify-fates.ts';
import type { Fates, Newcomer, PodFate } from '../fate/fate.ts';
import type { Gap } from '../history/version.ts';
import type { History, StepMark } from '../history/history.ts';

/** What a check is judged on: the record, and the moment from which it counts. */
export interface Scope {
  readonly lab: Lab;
  readonly history: History;
  readonly nowMs: number;
  /** The baseline: the state after this entry. */
  readonly sinceN: number;
  readonly sinceMs: number;
  /** Fates of selected Pods since the baseline; computed once per selection. */
  fates(selection: PodSelection, includeNewcomers?: boolean): Fates;
  /** `facts` of expressions: the fates of all Pods in each step that has begun, by step and fate. */
  facts(): Readonly<Record<string, FactsByFate>>;
}

/** A fate as expressions see it. */
export type Fact = Readonly<Record<string, unknown>>;
export type FactsByFate = Readonly<Record<FateWord, readonly Fact[]>>;

export function createScope(lab: Lab, history: History, nowMs: number, since: { n: number; ms: number }): Scope {
  const fates = { old: new Map<PodSelection, Fates>(), all: new Map<PodSelection, Fates>() };
  let facts: Readonly<Record<string, FactsByFate>> | undefined;
  return {
    lab,
    history,
    nowMs,
    sinceN: since.n,
    sinceMs: since.ms,
    fates(selection, includeNewcomers = false) {
      const kept = includeNewcomers ? fates.all : fates.old;
      const known =
        kept.get(selection) ?? classifyFates(history, { pods: selection, fromN: since.n, includeNewcomers });
      kept.set(selection, known);
      return known;
    },
    facts() {
      facts ??= Object.fromEntries(
        history.steps.map((mark) => [mark.step, byFate(classifyFates(history, windowOf(mark)).pods)]),
      );
      return facts;
    },
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

/** The fates as lists by word, every word present. */
export function byFate(pods: readonly PodFate[]): FactsByFate {
  return Object.fromEntries(
    fateWords.map((word) => [word, pods.filter((pod) => pod.fate === word).map(factOf)]),
  ) as unknown as FactsByFate;
}

export function factOf(fate: PodFate): Fact {
  const { name, uid, short, before, after, cause, restarts } = fate;
  return {
    name,
    uid,
    short,
    before,
    after,
    cause: cause ?? null,
    restarts,
    fate: fate.fate,
    successor: newcomerFact(fate.successor),
  };
}

export function newcomerFact(newcomer: Newcomer | undefined): Fact | null {
  if (!newcomer) return null;
  const { name, uid, short, origin, living, restarts, pod } = newcomer;
  return { name, uid, short, origin, living, restarts, pod };
}

/** The resource of a kind that labs may watch. */
export function resourceOf(kind: string): string {
  return findKind(kind)?.resource ?? '';
}

export function objectsOfKind(history: History, kind: string, n?: number): readonly KubeObject[] {
  return history.objectsAt(resourceOf(kind), n);
}

/** Gaps of a resource that ended after the baseline, or that last. */
export function gapsSince(scope: Scope, resource: string): readonly Gap[] {
  return scope.history.gaps.filter(
    (gap) => gap.resource === resource && (gap.toN === undefined || gap.toN > scope.sinceN),
  );
}
