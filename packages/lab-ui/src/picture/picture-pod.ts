import { controllerOf, findCondition, isConditionTrue, parseTime, podRow, type Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import type { ContainerPicture, PodLook, PodPicture, Span } from './cluster-picture.ts';
import { pictureContainers } from './picture-container.ts';

/** A Pod as it is drawn: STATUS, READY and RESTARTS are what kubectl prints. */
export function picturePod(pod: Stored<Pod>): PodPicture {
  const row = podRow(pod);
  const containers = pictureContainers(pod);
  return {
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    createdMs: parseTime(pod.metadata.creationTimestamp) ?? 0,
    status: row.reason,
    look: lookOf(pod, containers),
    ready: row.readyContainers,
    total: row.totalContainers,
    restarts: row.restarts,
    containers,
    owner: controllerOf(pod)?.uid,
    ip: pod.status?.podIP,
    reason: reasonOf(pod),
    terminating: terminatingOf(pod),
  };
}

function lookOf(pod: Stored<Pod>, containers: readonly ContainerPicture[]): PodLook {
  const { phase, conditions } = pod.status ?? {};
  if (phase === 'Succeeded') return 'succeeded';
  if (phase === 'Failed') return 'failed';
  if (pod.metadata.deletionTimestamp !== undefined) return 'terminating';
  if (pod.spec?.nodeName === undefined) return 'pending';
  if (containers.some(({ state }) => state === 'waiting-to-restart')) return 'waiting-to-restart';
  if (containers.some(({ state }) => state === 'blocked')) return 'blocked';
  if (isConditionTrue(conditions, 'Ready')) return 'ready';
  return phase === 'Running' ? 'running' : 'creating';
}

function reasonOf({ status }: Stored<Pod>): string | undefined {
  if (status?.phase === 'Failed') return status.message ?? status.reason;
  const scheduled = findCondition(status?.conditions, 'PodScheduled');
  return scheduled?.status === 'False' ? (scheduled.message ?? scheduled.reason) : undefined;
}

function terminatingOf({ metadata }: Stored<Pod>): Span | undefined {
  const untilMs = parseTime(metadata.deletionTimestamp);
  if (untilMs === undefined) return undefined;
  return { fromMs: untilMs - (metadata.deletionGracePeriodSeconds ?? 0) * 1000, untilMs };
}
