import type { StoredOf } from '../../apiserver/local-api.ts';
import { availableAtMs, isPodActive, isPodReady, isPodTerminating } from '../objects/pod.ts';
import { selects } from '../objects/selector.ts';

/** What a Pod counts for with the ReplicaSet that controls it. */
export interface PodStanding {
  /** Neither ended nor being deleted. */
  readonly isActive: boolean;
  /** Being deleted, and not ended. */
  readonly isTerminating: boolean;
  /** Whether the selector still selects it: otherwise it is to be released. */
  readonly isSelected: boolean;
  /** Has all labels of the template. */
  readonly isFullyLabeled: boolean;
  readonly isReady: boolean;
  /** When it became or will become available; undefined while it is not ready. */
  readonly availableAtMs: number | undefined;
}

/** Judges one Pod by its ReplicaSet's `spec`. */
export function podStanding(pod: StoredOf<'pods'>, { spec }: StoredOf<'replicasets'>): PodStanding {
  const { labels = {} } = pod.metadata;
  return {
    isActive: isPodActive(pod),
    isTerminating: isPodTerminating(pod),
    isSelected: selects(spec?.selector, labels),
    isFullyLabeled: Object.entries(spec?.template?.metadata?.labels ?? {}).every(
      ([key, value]) => labels[key] === value,
    ),
    isReady: isPodReady(pod),
    availableAtMs: availableAtMs(pod, spec?.minReadySeconds ?? 0),
  };
}
