import type { CauseWord } from '@podlab/lab-format';
import type { Fates, PodFate } from '../fate/fate.ts';
import { joined } from './outcome.ts';

const why: Readonly<Record<CauseWord, string>> = {
  exited: 'its process ended',
  oomKilled: 'it used more memory than it may',
  specChange: 'its spec was changed',
  deleted: 'it was deleted',
  evictionApi: 'it was evicted through the API',
  drain: 'its node was drained',
  taint: 'a taint drove it away',
  preemption: 'a Pod of higher priority took its place',
  nodeGone: 'its node went',
  kubelet: 'the kubelet evicted it',
  surplus: 'its controller had one too many',
  ownerDeleted: 'its owner was deleted',
  relabelled: 'it was taken out of its ReplicaSet',
};

/** What became of one Pod, as a clause: `web-7d9f·a3f1c was replaced by web-7d9f·07be2 (it was deleted)`. */
export function sayFate(pod: PodFate): string {
  const reason = pod.cause === undefined ? '' : ` (${why[pod.cause]})`;
  const successor = pod.successor?.short;
  switch (pod.fate) {
    case 'untouched':
      return `${pod.short} is untouched`;
    case 'restarted':
      return `${pod.short} restarted ${times(pod.restarts)}${reason}`;
    case 'allContainersRestarted':
      return `${pod.short} restarted all its containers in place`;
    case 'sandboxRecreated':
      return `${pod.short} got a new sandbox, with a new IP`;
    case 'leaving':
      return `${pod.short} is leaving${reason}`;
    case 'replaced':
      return `${pod.short} was replaced by ${successor}${reason}`;
    case 'rolledOut':
      return `${pod.short} went in a rollout`;
    case 'scaledAway':
      return `${pod.short} was removed${reason}`;
    case 'released':
      return `${pod.short} was let go by its controller${reason}`;
    case 'recreatedByHand':
      return `${pod.short} is gone, and somebody made another of that name`;
    case 'mirrorRecreated':
      return `${pod.short} was deleted from the API only: its containers ran on, as ${successor ?? 'a new object'}`;
    case 'evicted':
      return `${pod.short} was evicted by the kubelet`;
    case 'finished':
      return `${pod.short} has finished`;
    case 'goneForGood':
      return `${pod.short} is gone for good${reason}`;
  }
}

/** One sentence about all Pods that were there at the baseline. */
export function sayFates({ pods }: Fates): string {
  const touched = pods.filter((pod) => pod.fate !== 'untouched');
  const untouched = pods.length - touched.length;
  if (pods.length === 0) return 'There was no such Pod when this step began.';
  if (touched.length === 0) return `Nothing has happened to ${joined(pods.map((pod) => pod.short))} in this step.`;
  const rest = untouched === 0 ? [] : [`${untouched} of ${pods.length} ${untouched === 1 ? 'is' : 'are'} untouched`];
  return `${[...touched.map(sayFate), ...rest].join('; ')}.`;
}

function times(count: number): string {
  return count === 1 ? 'in place, once' : `in place, ${count} times`;
}
