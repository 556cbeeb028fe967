import { parseTime } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { findPodCondition, isPodReady, maxRestartCount } from './pod.ts';

type Pod = StoredOf<'pods'>;

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * The order in which Jobs and DaemonSets give up Pods: not assigned, not running, not ready, ready for a short time, often
 * restarted, young. Negative: `a` goes first.
 * @see pkg/controller/controller_utils.go ActivePods
 */
export function compareActivePods(a: Pod, b: Pod): number {
  return (
    Number(Boolean(a.spec?.nodeName)) - Number(Boolean(b.spec?.nodeName)) ||
    phaseRank(a) - phaseRank(b) ||
    Number(isPodReady(a)) - Number(isPodReady(b)) ||
    readySinceMs(b) - readySinceMs(a) ||
    maxRestartCount(b, 'apps') - maxRestartCount(a, 'apps') ||
    maxRestartCount(b, 'sidecars') - maxRestartCount(a, 'sidecars') ||
    createdMs(b) - createdMs(a)
  );
}

function phaseRank({ status }: Pod): number {
  return phaseOrder[status?.phase ?? 'Pending'] ?? 0;
}

function readySinceMs(pod: Pod): number {
  return isPodReady(pod) ? (parseTime(findPodCondition(pod, 'Ready')?.lastTransitionTime) ?? 0) : 0;
}

function createdMs({ metadata }: Pod): number {
  return parseTime(metadata.creationTimestamp) ?? 0;
}
