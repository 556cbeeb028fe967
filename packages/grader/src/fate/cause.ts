import type { CauseWord } from '@podlab/lab-format';
import type { Version } from '../history/version.ts';
import { asPod, disruptionReason } from './pod-facts.ts';
import type { Scene } from './scene.ts';

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
export function causeOfDeparture(end: Version, released: boolean, scene: Pick<Scene, 'isCordoned'>): CauseWord {
  const pod = asPod(end.object);
  const reason = disruptionReason(pod);
  if (reason === 'EvictionByEvictionAPI') {
    return scene.isCordoned(pod.spec?.nodeName, end.order) ? 'drain' : 'evictionApi';
  }
  const known = reason === undefined ? undefined : causeOfReason[reason];
  return known ?? (released ? 'relabelled' : 'deleted');
}
