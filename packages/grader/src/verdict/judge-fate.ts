import type { CauseWord, Count, FateCheck, FateWord } from '@podlab/lab-format';
import type { Fates, Newcomer, PodFate } from '../fate/fate.ts';
import { gapIsHarmless } from '../fate/gap-is-harmless.ts';
import { clockTime, joined, type Outcome } from './outcome.ts';
import { proofOnce } from './proof-once.ts';
import { objectsOfKind } from './resource-of.ts';
import { byFate, type Fact, factOf, newcomerFact, type Scope } from './scope.ts';
import { sayFates } from './say-fates.ts';

/** Which fates the selected Pods met since the baseline. */
export function judgeFate(check: FateCheck, scope: Scope): Outcome {
  const blurred = findBlurredBaseline(scope);
  const fates = withDoubtsOfOrigin(scope.fates(check.of, check.including === 'newcomers'), blurred, scope);
  const { near, words } = aroundFates(fates, scope);
  const answers = [...countedAnswers(check, fates), ...restartAnswer(check, fates), ...newcomerAnswers(check, fates)];
  const found = sayFates(fates);
  if (answers.includes('no')) return { verdict: 'notYet', found, near, words };
  if (answers.includes('tooFew')) {
    const verdict = blurred === undefined ? 'notYet' : 'inconclusive';
    return { verdict, found: blurred?.found ?? found, near, words };
  }
  if (answers.includes('unsure')) {
    const doubts = [...new Set(fates.pods.flatMap((pod) => pod.doubt ?? []))];
    const why = `${joined(doubts)}, so nobody can say what happened. Type \`reset\` to begin again.`;
    return { verdict: 'inconclusive', found: why, near, words };
  }
  return { verdict: 'passed', found, near, words };
}

/**
 * Whether one wish of a check is met. All but `unsure` are certain: whatever a gap hides, they stand.
 * `tooFew`: not enough has happened yet; `no`: something has happened that must not.
 */
type Answer = 'yes' | 'tooFew' | 'no' | 'unsure';

/** A Pod that came after the blur began may have been made for this step: what befalls it now proves nothing. */
function withDoubtsOfOrigin(fates: Fates, blurred: BlurredBaseline | undefined, scope: Scope): Fates {
  if (!blurred) return fates;
  const pods = fates.pods.map((pod) => {
    const born = scope.history.lane('pods', pod.uid)?.versions[0]?.n ?? 0;
    if (born <= blurred.fromN || pod.fate === 'untouched' || pod.doubt !== undefined) return pod;
    return { ...pod, doubt: `${pod.name} came before this step could begin` };
  });
  return { ...fates, pods };
}

function countedAnswers(check: FateCheck, { pods }: Fates): Answer[] {
  const wanted = Object.entries(check.counts ?? {}) as [FateWord, Count][];
  const isCounted = (pod: PodFate) => wanted.some(([word]) => word === pod.fate) && hasCause(pod, check.causes);
  const certain = pods.filter((pod) => pod.doubt === undefined);
  const doubtful = pods.length - certain.length;
  const answers = wanted.map(([word, count]): Answer => {
    const met = certain.filter((pod) => pod.fate === word && hasCause(pod, check.causes)).length;
    return within(met, met + doubtful, count);
  });
  if (check.others === 'untouched') {
    const touched = certain.some((pod) => !isCounted(pod) && pod.fate !== 'untouched');
    answers.push(touched ? 'no' : doubtful > 0 ? 'unsure' : 'yes');
  }
  return answers;
}

function hasCause(pod: PodFate, causes: readonly CauseWord[] | undefined): boolean {
  return causes === undefined || pod.fate === 'untouched' || (pod.cause !== undefined && causes.includes(pod.cause));
}

function restartAnswer(check: FateCheck, { pods, newcomers }: Fates): Answer[] {
  if (check.restarts === undefined) return [];
  const seen = pods.reduce((sum, pod) => sum + pod.restarts, 0);
  const young = (check.including ? [] : newcomers.filter((pod) => pod.living)).reduce(
    (sum, pod) => sum + pod.restarts,
    0,
  );
  const mayHide = pods.some((pod) => pod.doubt !== undefined);
  return [within(seen + young, mayHide ? Infinity : seen + young, check.restarts)];
}

function newcomerAnswers(check: FateCheck, { newcomers }: Fates): Answer[] {
  const origins = Object.entries(check.newcomers ?? {}) as ['created' | 'adopted' | 'byHand', Count][];
  return origins.map(([origin, count]) => {
    const living = newcomers.filter((pod) => pod.living && pod.origin === origin).length;
    return within(living, living, count);
  });
}

/** Whether a number that lies somewhere from `low` to `high` is as wanted. */
function within(low: number, high: number, count: Count): Answer {
  const least = typeof count === 'number' ? count : (count.atLeast ?? 0);
  const most = typeof count === 'number' ? count : (count.atMost ?? Infinity);
  if (low > most) return 'no';
  if (high < least) return 'tooFew';
  return low >= least && high <= most ? 'yes' : 'unsure';
}

/** What near misses of a fate check may look at and name. */
export function aroundFates(fates: Fates, scope: Scope): Pick<Outcome, 'near' | 'words'> {
  const { pods, newcomers } = fates;
  const from = (origin: string) => newcomers.filter((pod) => pod.living && pod.origin === origin);
  const origins = () => ({ created: from('created'), adopted: from('adopted'), byHand: from('byHand') });
  const mapped = <T>(map: (list: readonly Newcomer[]) => T) =>
    Object.fromEntries(Object.entries(origins()).map(([name, list]) => [name, map(list)]));
  return {
    near: () => ({
      fates: byFate(pods),
      all: pods.map(factOf),
      newcomers: mapped((list) => list.map(newcomerFact)),
      facts: scope.facts(),
    }),
    words: () => ({
      ...Object.fromEntries(Object.entries(byFate(pods)).map(([word, list]) => [word, joined(list.map(shortOf))])),
      pods: joined(pods.map((pod) => pod.short)),
      successors: joined(pods.flatMap((pod) => pod.successor?.short ?? [])),
      ...mapped((list) => joined(list.map((pod) => pod.short))),
    }),
  };
}

function shortOf(fact: Fact): string {
  return String(fact['short']);
}

/** The step before was decided in a gap, so nobody can say which of what followed belongs to which step. */
interface BlurredBaseline {
  /** The gap entry. */
  readonly fromN: number;
  /** What the learner reads where too little has happened since. */
  readonly found: string;
}

/**
 * A step begins when the one before is seen to be passed. Had a gap not hidden what passed it, this step would have begun
 * earlier, and more would count for it. A gap in which no Pod changed blurs nothing.
 */
function findBlurredBaseline(scope: Scope): BlurredBaseline | undefined {
  const { history } = scope;
  const marks = history.steps;
  const previous = marks[marks.findIndex((mark) => mark.startN === scope.sinceN) - 1];
  if (!previous) return undefined;
  for (const gap of history.gaps) {
    if (gap.resource !== 'pods' || gap.toN === undefined) continue;
    if (gap.toN < previous.startN || gap.toN > scope.sinceN) continue;
    const pods = (n: number | undefined) => objectsOfKind(history, 'Pod', n);
    const proof = proofOnce(gap, history, () => gapIsHarmless(pods(gap.fromN), pods(gap.toN), ['everything']));
    if (proof.harmless) continue;
    const span = `between ${clockTime(gap.fromMs)} and ${clockTime(gap.toMs ?? gap.fromMs)}`;
    const found = `Nobody was watching ${span}, and ${proof.because} since: that cannot be graded. Do it once more, now.`;
    return { fromN: gap.fromN, found };
  }
  return undefined;
}
