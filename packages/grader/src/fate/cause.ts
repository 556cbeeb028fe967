import type { CauseWord } from '@podlab/lab-format';
import type { Node } from 'kubernetes-types/core/v1';
import type { History } from '../history/history.ts';
import type { Version } from '../history/version.ts';
import { asPod, disruptionReason } from './pod-facts.ts';

const causeOfReason: Readonly<Record<string, CauseWord>> = {
  DeletionByTaintManager: 'taint',
  PreemptionByScheduler: 'preemption',
  DeletionByPodGC: 'nodeGone',
  TerminationByKubelet: 'kubelet',
};

/**
 * Who took a Pod away, from its DisruptionTarget condition and, for the Eviction API, from its node: a cordoned node
 * means a drain.
 * @param released whether the Pod had lost its controller before
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/api/core/v1/types.go (DisruptionTarget)
 */
export function causeOfDeparture(end: Version, released: boolean, history: History): CauseWord {
  const pod = asPod(end.object);
  const reason = disruptionReason(pod);
  if (reason === 'EvictionByEvictionAPI') {
    return isCordonedAt(history, pod.spec?.nodeName, end.order) ? 'drain' : 'evictionApi';
  }
  const known = reason === undefined ? undefined : causeOfReason[reason];
  return known ?? (released ? 'relabelled' : 'deleted');
}

function isCordonedAt(history: History, nodeName: string | undefined, order: number): boolean {
  const lane = history.lanes('nodes').find((node) => node.name === nodeName);
  const version = lane?.versions.findLast((candidate) => candidate.order <= order) ?? lane?.versions[0];
  return (version?.object as Node | undefined)?.spec?.unschedulable === true;
}
