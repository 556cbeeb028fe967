import { formatTime, keyOf, parseTime } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { findPodCondition } from '../objects/pod.ts';

/** Says when the change happened that an update of endpoints answers. */
export const lastChangeTriggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';

/**
 * Remembers what each Service's endpoints last answered, to tell what they answer now.
 * @see k8s.io/endpointslice/trigger_time_tracker.go
 */
export class TriggerTimes {
  readonly #services = new Map<string, { readonly serviceMs: number; readonly pods: ReadonlyMap<string, number> }>();

  /** @returns the annotation with the oldest change since the last call; none when nothing timed has changed */
  annotation(service: StoredOf<'services'>, pods: readonly StoredOf<'pods'>[]): Record<string, string> {
    const key = keyOf(service);
    const before = this.#services.get(key);
    const podTimes = new Map<string, number>();
    const changed: number[] = [];
    for (const pod of pods) {
      const readyMs = parseTime(findPodCondition(pod, 'Ready')?.lastTransitionTime);
      if (readyMs === undefined) continue;
      podTimes.set(pod.metadata.name, readyMs);
      if (readyMs > (before?.pods.get(pod.metadata.name) ?? 0)) changed.push(readyMs);
    }
    const serviceMs = parseTime(service.metadata.creationTimestamp) ?? 0;
    if (serviceMs > (before?.serviceMs ?? 0)) changed.push(serviceMs);
    this.#services.set(key, { serviceMs, pods: podTimes });
    return changed.length > 0 ? { [lastChangeTriggerAnnotation]: formatTime(Math.min(...changed)) } : {};
  }

  forget(key: string): void {
    this.#services.delete(key);
  }
}
