import { formatTime } from '@podlab/apimachinery';
import type { PodCondition } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';

/** Why a Pod is about to be disrupted, as its condition DisruptionTarget says. */
export interface Disruption {
  readonly reason: 'DeletionByPodGC' | 'DeletionByTaintManager' | 'PreemptionByScheduler';
  readonly message: string;
}

/** The Pod's conditions with DisruptionTarget put last, or as they are when it is there with this reason. */
export function withDisruptionTarget(
  { metadata, status }: StoredOf<'pods'>,
  { reason, message }: Disruption,
  nowMs: number,
): PodCondition[] {
  const before = status?.conditions ?? [];
  if (before.some((condition) => condition.type === 'DisruptionTarget' && condition.reason === reason)) return before;
  const condition = {
    type: 'DisruptionTarget',
    observedGeneration: metadata.generation,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: formatTime(nowMs),
    reason,
    message,
  };
  return [...before.filter(({ type }) => type !== 'DisruptionTarget'), condition as unknown as PodCondition];
}
