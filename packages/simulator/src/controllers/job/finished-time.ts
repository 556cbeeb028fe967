import { parseTime } from '@podlab/apimachinery';
import type { ContainerStatus } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { findPodCondition } from '../objects/pod.ts';

/**
 * When a Pod ended, as its Job sees it: when the last of its containers did (sidecars included); else when it ceased to be
 * ready; else when its deletion was asked for; else when it was created.
 * @returns milliseconds since the Unix epoch
 * @see pkg/controller/job/backoff_utils.go getFinishedTime
 */
export function finishedTimeMs(pod: StoredOf<'pods'>): number {
  const { metadata } = pod;
  const notReady = findPodCondition(pod, 'Ready');
  const deletedMs = parseTime(metadata.deletionTimestamp);
  return (
    lastContainerEndMs(pod) ??
    (notReady?.status === 'False' ? parseTime(notReady.lastTransitionTime) : undefined) ??
    (deletedMs === undefined ? undefined : deletedMs - (metadata.deletionGracePeriodSeconds ?? 0) * 1000) ??
    parseTime(metadata.creationTimestamp) ??
    0
  );
}

/** Undefined while one still runs. */
function lastContainerEndMs({ spec, status }: StoredOf<'pods'>): number | undefined {
  const sidecars = new Set(
    (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  const relevant: readonly ContainerStatus[] = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)),
  ];
  const ends = relevant.map(({ state }) => parseTime(state?.terminated?.finishedAt));
  const known = ends.filter((endMs) => endMs !== undefined && endMs > 0) as number[];
  return known.length > 0 && known.length === ends.length ? Math.max(...known) : undefined;
}
