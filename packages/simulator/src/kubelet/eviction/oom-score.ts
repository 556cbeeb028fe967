import { parseQuantity, quantityUnits } from '@podlab/apimachinery';
import type { Container } from 'kubernetes-types/core/v1';
import { priorityOf } from '../../scheduler/scheduled-pod.ts';
import type { StoredPod } from '../pod-types.ts';

const systemCriticalPriority = 2_000_000_000;

/**
 * Whose processes the kernel kills first when a whole node has run out of memory, in thousandths of the node's memory.
 * @returns -997 for guaranteed and critical Pods, 1000 for best effort, in between the less the more is requested
 * @see kubernetes v1.36 pkg/kubelet/qos/policy.go GetContainerOOMScoreAdjust
 */
export function oomScoreAdjustment(pod: StoredPod, container: Container, capacityBytes: number): number {
  const qosClass = pod.status?.qosClass;
  if (priorityOf(pod) >= systemCriticalPriority || qosClass === 'Guaranteed') return -997;
  if (qosClass === 'BestEffort') return 1000;
  const requestBytes = quantityUnits(parseQuantity(container.resources?.requests?.memory ?? '0'));
  const score = 1000 - Math.floor((1000 * requestBytes) / capacityBytes);
  return Math.min(999, Math.max(3, score));
}
