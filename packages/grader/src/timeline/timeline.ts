import { controllerOf } from '@podlab/apimachinery';
import { classifyFates } from '../fate/classify-fates.ts';
import type { Fates, Newcomer, PodFate } from '../fate/fate.ts';
import { asPod, hasEnded, isPodReady, isTerminating, shortName } from '../fate/pod-facts.ts';
import { countRestarts } from '../fate/restarts.ts';
import type { History } from '../history/history.ts';
import type { Lane } from '../history/version.ts';

/** The life of one UID, ready to be drawn or read aloud. */
export interface TimelineLane {
  readonly uid: string;
  /** `web-7d9f·a3f1c`. */
  readonly short: string;
  /** `ReplicaSet web-7d9f`, or undefined for a Pod that nobody owns. The last one it had. */
  readonly owner: string | undefined;
  readonly moments: readonly Moment[];
  /** What became of it, in a few words. */
  readonly note: string;
  /** UID of the Pod that took its place. */
  readonly successor: string | undefined;
  /** How its life ended; undefined: it lives. */
  readonly end: 'deleted' | 'evicted' | 'completed' | 'failed' | undefined;
}

/** Something that happened to a Pod. `there`: it existed when the record began. */
export interface Moment {
  readonly what: 'there' | 'created' | 'ready' | 'notReady' | 'restarted' | 'deletionBegan' | 'finished' | 'gone';
  readonly atMs: number;
  /** Seen only after a gap: it happened at this time or before. */
  readonly late: boolean;
}

/** When nobody looked at the Pods. */
export interface TimelineGap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The evidence of a run: one lane for every UID, not for every name. */
export interface Timeline {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lanes: readonly TimelineLane[];
  readonly gaps: readonly TimelineGap[];
}

/** Reads the timeline off the record, from the beginning of the first step (or of the record) to its last entry. */
export function timelineOf(history: History): Timeline {
  const fromN = history.steps[0]?.startN ?? 0;
  const fromMs = history.timeMs(fromN);
  const toMs = history.timeMs(Math.max(0, history.length - 1));
  const fates = classifyFates(history, { pods: {}, fromN });
  const successors = new Map(
    fates.pods.flatMap((pod) => (pod.successor ? [[pod.uid, pod.successor.uid] as const] : [])),
  );
  const lanes = history
    .lanes('pods')
    .filter((lane) => lane.versions.some((version) => version.n > fromN || !version.gone))
    .map(
      (lane): TimelineLane => ({
        uid: lane.uid,
        short: shortName(lane.versions[0]?.object ?? {}),
        owner: ownerOf(lane),
        moments: momentsOf(lane, fromN, fromMs),
        note: noteOn(lane.uid, fates),
        successor: successors.get(lane.uid),
        end: endOf(lane),
      }),
    )
    .filter((lane) => lane.moments.length > 0);
  const gaps = history.gaps
    .filter((gap) => gap.resource === 'pods' && (gap.toMs ?? toMs) > fromMs)
    .map((gap) => ({ fromMs: Math.max(fromMs, gap.fromMs), toMs: gap.toMs ?? toMs }));
  return { fromMs, toMs, lanes: inOrder(lanes, successors), gaps };
}

/** Lanes by owner, each successor under the Pod whose place it took. */
function inOrder(lanes: readonly TimelineLane[], successors: ReadonlyMap<string, string>): readonly TimelineLane[] {
  const byUid = new Map(lanes.map((lane) => [lane.uid, lane]));
  const followers = new Set(successors.values());
  const chain = (lane: TimelineLane): TimelineLane[] => {
    const next = byUid.get(successors.get(lane.uid) ?? '');
    return next ? [lane, ...chain(next)] : [lane];
  };
  const owners = [...new Set(lanes.map((lane) => lane.owner))];
  return owners.flatMap((owner) =>
    lanes.filter((lane) => lane.owner === owner && !followers.has(lane.uid)).flatMap(chain),
  );
}

function ownerOf(lane: Lane): string | undefined {
  const owned = lane.versions.findLast((version) => controllerOf(version.object) !== undefined);
  const controller = owned && controllerOf(owned.object);
  return controller && `${controller.kind} ${controller.name}`;
}

function endOf(lane: Lane): TimelineLane['end'] {
  const last = lane.versions.at(-1);
  const ended = lane.versions.findLast((version) => hasEnded(asPod(version.object)));
  const status = ended && asPod(ended.object).status;
  if (status?.phase === 'Succeeded') return 'completed';
  if (status?.phase === 'Failed') return status.reason === 'Evicted' ? 'evicted' : 'failed';
  return last?.gone === true ? 'deleted' : undefined;
}

function momentsOf(lane: Lane, fromN: number, fromMs: number): readonly Moment[] {
  const moments: Moment[] = [];
  let ready = false;
  let leaving = false;
  lane.versions.forEach((version, i) => {
    const before = lane.versions[i - 1];
    const pod = asPod(version.object);
    const add = (what: Moment['what']) => moments.push({ what, atMs: version.observedAtMs, late: version.afterGap });
    if (!before) add(version.how === 'added' ? 'created' : 'there');
    const restarts = before && !version.gone ? countRestarts([before, version]).count : 0;
    for (let n = 0; n < restarts; n += 1) add('restarted');
    if (!leaving && (isTerminating(pod) || version.how === 'missing')) {
      leaving = true;
      add('deletionBegan');
    }
    if (version.gone) return add('gone');
    if (!leaving && hasEnded(pod) && !(before && hasEnded(asPod(before.object)))) add('finished');
    if (!leaving && isPodReady(pod) !== ready) {
      ready = !ready;
      add(ready ? 'ready' : 'notReady');
    }
    return undefined;
  });
  return sinceStart(moments, lane, fromN, fromMs);
}

/** What happened before the first step is set-up: a Pod that lived through it is `there`. */
function sinceStart(moments: readonly Moment[], lane: Lane, fromN: number, fromMs: number): readonly Moment[] {
  if ((lane.versions[0]?.n ?? 0) > fromN) return moments;
  const earlier = moments.filter((moment) => moment.atMs <= fromMs);
  if (earlier.some((moment) => moment.what === 'gone')) return [];
  const ready = earlier.findLast((moment) => moment.what === 'ready' || moment.what === 'notReady')?.what === 'ready';
  const later = moments.filter((moment) => moment.atMs > fromMs);
  const there: Moment = { what: 'there', atMs: fromMs, late: false };
  return [there, ...(ready ? [{ ...there, what: 'ready' as const }] : []), ...later];
}

function noteOn(uid: string, { pods, newcomers }: Fates): string {
  const fate = pods.find((pod) => pod.uid === uid);
  if (fate) return noteOnFate(fate);
  const newcomer = newcomers.find((pod) => pod.uid === uid);
  return newcomer ? noteOnNewcomer(newcomer, pods) : '';
}

function noteOnFate(pod: PodFate): string {
  const times = pod.restarts === 1 ? 'restarted once' : `restarted ${pod.restarts} times`;
  const restarts = pod.restarts > 0 ? [times] : [];
  return [...restarts, ...fateNote(pod)].join(', then ') || 'untouched';
}

function fateNote(pod: PodFate): readonly string[] {
  switch (pod.fate) {
    case 'untouched':
    case 'restarted':
      return [];
    case 'allContainersRestarted':
      return ['all its containers at once'];
    case 'sandboxRecreated':
      return ['new sandbox, new IP'];
    case 'replaced':
      return [`${wordOf[pod.cause ?? 'deleted'] ?? 'deleted'}: replaced by ${pod.successor?.uid.slice(0, 5)}`];
    case 'rolledOut':
      return ['rolled out'];
    case 'scaledAway':
      return ['one too many: removed'];
    case 'released':
      return ['let go by its owner, runs on'];
    case 'leaving':
      return ['leaving'];
    case 'recreatedByHand':
      return ['gone, made again by hand'];
    case 'mirrorRecreated':
      return ['deleted from the API, runs on'];
    case 'evicted':
      return ['evicted by the kubelet'];
    case 'finished':
      return ['finished'];
    case 'goneForGood':
      return ['gone for good'];
  }
}

const wordOf: Readonly<Record<string, string>> = {
  evictionApi: 'evicted',
  drain: 'drained',
  taint: 'driven away by a taint',
  preemption: 'preempted',
  nodeGone: 'lost with its node',
  relabelled: 'let go, then deleted',
};

function noteOnNewcomer(newcomer: Newcomer, pods: readonly PodFate[]): string {
  const replaces = pods.find((pod) => pod.successor?.uid === newcomer.uid);
  const owner = controllerOf(newcomer.pod)?.kind ?? 'owner';
  const origin = {
    created: replaces
      ? `new UID, same ${owner}: replaces ${replaces.uid.slice(0, 5)}`
      : `new UID, made by its ${owner}`,
    adopted: `made by hand, taken in by a ${owner}`,
    byHand: 'made by hand, nobody owns it',
  }[newcomer.origin];
  const restarts =
    newcomer.restarts > 0 ? `, restarted ${newcomer.restarts === 1 ? 'once' : `${newcomer.restarts} times`}` : '';
  return `${origin}${restarts}${newcomer.living ? '' : ', gone again'}`;
}
