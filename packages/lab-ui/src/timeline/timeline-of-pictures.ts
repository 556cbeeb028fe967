import type { Moment, Timeline, TimelineLane } from '@podlab/grader/timeline';
import type { ClusterPicture, PodPicture } from '../picture/cluster-picture.ts';

interface Life {
  readonly first: PodPicture;
  last: PodPicture;
  readonly moments: Moment[];
}

/**
 * Reads a timeline off pictures of a run, as the grader reads it off a record.
 * @param frames in order; Pods of the first one were `there`
 * @param untilMs when the run ended
 */
export function timelineOfPictures(frames: readonly ClusterPicture[], untilMs: number): Timeline {
  const lives = new Map<string, Life>();
  frames.forEach((frame, i) => {
    const pods = [...frame.waiting, ...frame.nodes.flatMap((node) => node.pods)];
    for (const pod of pods) look(lives, pod, frame.atMs, i === 0);
    const present = new Set(pods.map(({ uid }) => uid));
    for (const [uid, life] of lives) {
      if (present.has(uid) || life.moments.at(-1)?.what === 'gone') continue;
      if (!has(life, 'deletionBegan')) note(life, 'deletionBegan', frame.atMs);
      note(life, 'gone', frame.atMs);
    }
  });
  const owners = new Map(frames.flatMap(({ owners }) => owners.map((owner) => [owner.uid, owner] as const)));
  const successors = findSuccessors([...lives.values()]);
  const ownerOf = ({ last }: Life) => {
    const owner = owners.get(last.owner ?? '');
    return owner && { kind: owner.kind, text: `${owner.kind} ${owner.name}` };
  };
  const lanes = [...lives.values()].map((life): TimelineLane => {
    const { uid, name } = life.first;
    return {
      uid,
      short: `${name}·${uid.slice(0, 5)}`,
      owner: ownerOf(life)?.text,
      moments: life.moments,
      successor: successors.get(uid),
      end: endOf(life),
      note: noteOn(life, successors, ownerOf(life)?.kind ?? 'owner'),
    };
  });
  return { fromMs: frames[0]?.atMs ?? untilMs, toMs: untilMs, lanes: inOrder(lanes), gaps: [] };
}

function look(lives: Map<string, Life>, pod: PodPicture, atMs: number, isFirst: boolean): void {
  const known = lives.get(pod.uid);
  const life = known ?? { first: pod, last: pod, moments: [] };
  if (!known) {
    lives.set(pod.uid, life);
    note(life, isFirst ? 'there' : 'created', atMs);
  }
  const restarts = known ? restartsOf(pod) - restartsOf(known.last) : 0;
  for (let n = 0; n < restarts; n += 1) note(life, 'restarted', atMs);
  const isLeaving = pod.terminating !== undefined;
  if (isLeaving && !has(life, 'deletionBegan')) note(life, 'deletionBegan', atMs);
  if (!isLeaving && hasEnded(pod) && !has(life, 'finished')) note(life, 'finished', atMs);
  const wasReady = known !== undefined && isReady(known.last);
  if (!isLeaving && !hasEnded(pod) && isReady(pod) !== wasReady) note(life, isReady(pod) ? 'ready' : 'notReady', atMs);
  life.last = pod;
}

/** Of its containers, whatever they are for: the RESTARTS column leaves init containers out. */
function restartsOf({ containers }: PodPicture): number {
  return containers.reduce((sum, { restarts }) => sum + restarts, 0);
}

function isReady(pod: PodPicture): boolean {
  return pod.look === 'ready';
}

function hasEnded({ look }: PodPicture): boolean {
  return look === 'succeeded' || look === 'failed';
}

function has({ moments }: Life, what: Moment['what']): boolean {
  return moments.some((moment) => moment.what === what);
}

function note({ moments }: Life, what: Moment['what'], atMs: number): void {
  moments.push({ what, atMs, late: false });
}

/**
 * Who took whose place: the next Pod that the same owner made after one began to leave or failed. One that has completed
 * leaves no place: a Job's next Pod does the next part.
 */
function findSuccessors(lives: readonly Life[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const pairs = new Map<string, string>();
  const leftAt = (life: Life) =>
    life.moments.find(({ what }) => what === 'deletionBegan' || what === 'finished')?.atMs ?? Infinity;
  for (const life of lives.filter((one) => leftAt(one) < Infinity).toSorted((a, b) => leftAt(a) - leftAt(b))) {
    if (life.last.owner === undefined || endOf(life) === 'completed') continue;
    const next = lives.find(
      ({ first, moments }) =>
        first.uid !== life.first.uid &&
        first.owner === life.last.owner &&
        !taken.has(first.uid) &&
        moments[0]?.what === 'created' &&
        moments[0].atMs >= leftAt(life),
    );
    if (!next) continue;
    taken.add(next.first.uid);
    pairs.set(life.first.uid, next.first.uid);
  }
  return pairs;
}

/** A Pod whose containers end because it was deleted was deleted, whatever their exit codes. */
function endOf(life: Life): TimelineLane['end'] {
  if (!has(life, 'finished')) return has(life, 'gone') ? 'deleted' : undefined;
  if (life.last.look === 'succeeded') return 'completed';
  return life.last.status === 'Evicted' ? 'evicted' : 'failed';
}

function noteOn(life: Life, successors: ReadonlyMap<string, string>, kind: string): string {
  const { uid } = life.first;
  const replaces = [...successors].find(([, successor]) => successor === uid)?.[0];
  const successor = successors.get(uid);
  const count = life.moments.filter(({ what }) => what === 'restarted').length;
  const words = [
    ...(replaces === undefined ? [] : [`new UID, same ${kind}: replaces ${replaces.slice(0, 5)}`]),
    ...(count === 0 ? [] : [count === 1 ? 'restarted once' : `restarted ${count} times`]),
    ...(has(life, 'finished') ? [life.last.look === 'succeeded' ? 'completed' : 'failed'] : []),
    ...(has(life, 'deletionBegan') ? [has(life, 'gone') ? 'deleted' : 'leaving'] : []),
  ];
  const origin = has(life, 'there') ? 'untouched' : life.first.owner ? `made by its ${kind}` : 'made by hand';
  const text = words.join(', then ') || origin;
  return successor === undefined ? text : `${text}: replaced by ${successor.slice(0, 5)}`;
}

/** By owner, each successor under the Pod whose place it took. */
function inOrder(lanes: readonly TimelineLane[]): readonly TimelineLane[] {
  const byUid = new Map(lanes.map((lane) => [lane.uid, lane]));
  const followers = new Set(lanes.map(({ successor }) => successor));
  const chain = (lane: TimelineLane): TimelineLane[] => {
    const next = byUid.get(lane.successor ?? '');
    return next ? [lane, ...chain(next)] : [lane];
  };
  const owners = [...new Set(lanes.map(({ owner }) => owner))];
  return owners.flatMap((owner) =>
    lanes.filter((lane) => lane.owner === owner && !followers.has(lane.uid)).flatMap(chain),
  );
}
