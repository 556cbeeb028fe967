import { controllerOf } from '@podlab/apimachinery';
import type { Newcomer, PodFate } from '../fate/fate.ts';

/** What became of a Pod that was there at the beginning. */
export function noteOnFate(pod: PodFate): string {
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

/** Where a Pod came from that was not there. @param replaces UID of the Pod whose place it took */
export function noteOnNewcomer(newcomer: Newcomer, replaces: string | undefined): string {
  const owner = controllerOf(newcomer.pod)?.kind ?? 'owner';
  const origin = {
    created: replaces ? `new UID, same ${owner}: replaces ${replaces.slice(0, 5)}` : `new UID, made by its ${owner}`,
    adopted: `made by hand, taken in by a ${owner}`,
    byHand: 'made by hand, nobody owns it',
  }[newcomer.origin];
  const restarts =
    newcomer.restarts > 0 ? `, restarted ${newcomer.restarts === 1 ? 'once' : `${newcomer.restarts} times`}` : '';
  return `${origin}${restarts}${newcomer.living ? '' : ', gone again'}`;
}
