import { parseTime } from '@podlab/apimachinery';
import type { StoredPod } from './pod-of.ts';

/** What the Pods are wanted for: each use prefers others of those that are equally ready. */
export type PodUse = 'logs' | 'session';

/**
 * Sorts the best Pod to use first: assigned, running, ready, and so the longest; of equals, the first stays first.
 * @see k8s.io/kubectl/pkg/util/podutils (v0.36), ActivePods and ByLogging
 */
export function bestFirst(pods: readonly StoredPod[], use: PodUse): StoredPod[] {
  return pods.toSorted((a, b) => {
    const [left, right] = [marksOf(a, use), marksOf(b, use)];
    const index = left.findIndex((mark, i) => mark !== right[i]);
    return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
  });
}

/** Lower is better, the first mark counts most. */
function marksOf({ metadata, spec, status }: StoredPod, use: PodUse): number[] {
  const ready = status?.conditions?.find(({ type, status: state }) => type === 'Ready' && state === 'True');
  const phases: Readonly<Record<string, number>> = { Running: 0, Unknown: 1, Pending: 2 };
  const restarts = Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
  const deletedMs = parseTime(metadata.deletionTimestamp);
  return [
    spec?.nodeName ? 0 : 1,
    phases[status?.phase ?? ''] ?? 0,
    ready ? 0 : 1,
    ...(use === 'session' ? [deletedMs === undefined ? 0 : 1, -(deletedMs ?? 0)] : []),
    ready ? timeMark(ready.lastTransitionTime) : 0,
    use === 'session' ? restarts : -restarts,
    timeMark(metadata.creationTimestamp),
  ];
}

function timeMark(time: string | undefined): number {
  return parseTime(time) ?? Number.MAX_SAFE_INTEGER;
}
