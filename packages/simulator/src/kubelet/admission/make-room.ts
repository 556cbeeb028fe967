import { qosClassOf } from '../../apiserver/defaults/qos-class.ts';
import { podRequests } from '../../scheduler/resources.ts';
import { priorityOf } from '../../scheduler/scheduled-pod.ts';
import type { AdmissionFault, Lack } from './admit-pod.ts';
import type { Evictable } from '../eviction/eviction-manager.ts';
import type { NodeServices } from '../node/node-services.ts';
import type { StoredPod } from '../pod-types.ts';
import { podsToPreempt } from './preemption-decision.ts';
import { isCriticalPod } from '../static-pods/static-pod.ts';
import type { Task, Wait } from '../task.ts';

/**
 * Stops Pods of the node, one after the other, until a critical Pod fits, and takes that one on.
 * @returns why it is not taken on: all that may go would not be enough
 * @see kubernetes v1.36 pkg/kubelet/preemption/preemption.go
 */
export function* makeRoom(
  node: NodeServices,
  pod: StoredPod,
  lacks: readonly Lack[],
): Task<AdmissionFault | undefined> {
  const { allocation } = node;
  const held = [...node.pods()].filter(({ record }) => allocation.holds(record.pod.metadata.uid));
  const verdict = podsToPreempt(priorityOf(pod), held.map(candidateOf), lacks);
  if ('unmet' in verdict) {
    const unmet = verdict.unmet.map(({ resource, amount }) => `(res: ${resource}, q: ${amount}), `).join('');
    return {
      reason: 'UnexpectedAdmissionError',
      message: `Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: no set of running pods found to reclaim resources: [${unmet}]`,
    };
  }
  allocation.waiting = [];
  try {
    for (const victim of verdict.victims) yield stop(victim.evictable);
    allocation.take(pod);
  } finally {
    const { waiting } = allocation;
    allocation.waiting = undefined;
    for (const resume of waiting) resume();
  }
  return undefined;
}

/** Waits until nothing of the Pod runs any more. */
function stop(victim: Evictable): Wait {
  return (resume) =>
    victim.evict({
      reason: 'Preempting',
      message: 'Preempted in order to admit critical pod',
      disruption: 'Pod was preempted by Kubelet to accommodate a critical pod.',
      onEnded: resume,
    });
}

function candidateOf(evictable: Evictable) {
  const { pod, allocatedSpec } = evictable.record;
  return {
    evictable,
    qosClass: pod.status?.qosClass ?? qosClassOf(pod.spec),
    priority: priorityOf(pod),
    isCritical: isCriticalPod(pod),
    requests: podRequests(allocatedSpec),
  };
}
