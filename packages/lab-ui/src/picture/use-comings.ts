import { useState } from 'react';
import type { PodPicture } from './cluster-picture.ts';

export interface Coming {
  readonly pod: PodPicture;
  readonly motion: 'still' | 'arriving' | 'leaving';
}

interface Seen {
  readonly pods: readonly PodPicture[];
  readonly comings: readonly Coming[];
  /** Those that were there when the picture was first drawn: they do not arrive. */
  readonly first: ReadonlySet<string>;
}

/**
 * The Pods of one place with those that have left it since the last picture, each where it was. Who leaves is drawn until
 * the next picture, or until `forget` is called at the end of its motion.
 * @param isGone whether the Pod is nowhere in the picture; one that only changes its place does not drop
 */
export function useComings(
  pods: readonly PodPicture[],
  isGone: (uid: string) => boolean,
): { readonly comings: readonly Coming[]; forget(uid: string): void } {
  const [seen, setSeen] = useState<Seen>(() => ({
    pods,
    comings: pods.map((pod) => ({ pod, motion: 'still' })),
    first: new Set(pods.map(({ uid }) => uid)),
  }));
  let current = seen;
  if (seen.pods !== pods) {
    current = { ...seen, pods, comings: merge(seen, pods, isGone) };
    setSeen(current);
  }
  return {
    comings: current.comings,
    forget: (uid) =>
      setSeen((before) => ({
        ...before,
        comings: before.comings.filter(({ pod, motion }) => motion !== 'leaving' || pod.uid !== uid),
      })),
  };
}

function merge({ pods: before, first }: Seen, pods: readonly PodPicture[], isGone: (uid: string) => boolean): Coming[] {
  const comings: Coming[] = pods.map((pod) => ({ pod, motion: first.has(pod.uid) ? 'still' : 'arriving' }));
  before.forEach((pod, i) => {
    if (pods.some(({ uid }) => uid === pod.uid) || !isGone(pod.uid)) return;
    comings.splice(Math.min(i, comings.length), 0, { pod, motion: 'leaving' });
  });
  return comings;
}
