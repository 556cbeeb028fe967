import type { ClusterPicture, PodPicture } from '../picture/cluster-picture.ts';

/**
 * Whose place a newcomer takes: the first Pod of the same owner to leave goes with the first that the owner made after it.
 * @returns names of those who left, by the UIDs of Pods that are new in `after`
 */
export function successorPairs(before: ClusterPicture, after: ClusterPicture): ReadonlyMap<string, string> {
  const old = podsOf(before);
  const now = podsOf(after);
  const known = new Set(old.map(({ uid }) => uid));
  const present = new Set(now.map(({ uid }) => uid));
  const left = [
    ...now.filter(({ terminating }) => terminating),
    ...old.filter(({ uid }) => !present.has(uid)),
  ].toSorted((a, b) => leftMs(a, before) - leftMs(b, before));
  const taken = new Set<string>();
  const pairs = new Map<string, string>();
  for (const leaver of left.filter(({ owner }) => owner !== undefined)) {
    const next = now
      .filter(({ uid, owner }) => owner === leaver.owner && !taken.has(uid) && uid !== leaver.uid)
      // Objects know the time to the second only.
      .find(({ createdMs }) => createdMs >= leftMs(leaver, before) - 1000);
    if (!next) continue;
    taken.add(next.uid);
    if (!known.has(next.uid)) pairs.set(next.uid, leaver.name);
  }
  return pairs;
}

/** One that went between the two pictures went after the first. */
function leftMs({ terminating }: PodPicture, { atMs }: ClusterPicture): number {
  return terminating?.fromMs ?? atMs;
}

function podsOf({ waiting, nodes }: ClusterPicture): readonly PodPicture[] {
  return [...waiting, ...nodes.flatMap(({ pods }) => pods)].toSorted((a, b) => a.createdMs - b.createdMs);
}
