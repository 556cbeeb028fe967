import { controllerOf } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';

/** What is known of the controller that a Pod names. */
export type PodController =
  /** How many Pods it asks for. */
  | { readonly uid: string; readonly replicas: number }
  /** It is of a kind that has no size, such as `jobs.batch`. */
  | { readonly withoutScale: string }
  | 'gone';

/** How many Pods controllers ask for in all. */
export interface ExpectedScale {
  readonly replicas: number;
  /** Whether there are Pods without a controller, which do not count. */
  readonly hasUnmanaged: boolean;
  /** Why it cannot be said. */
  readonly fault?: string;
}

/**
 * What percentages and `maxUnavailable` of a budget are of.
 * @param find looks the controller of a Pod up, which it has
 * @see kubernetes v1.36 pkg/controller/disruption/disruption.go getExpectedScale
 */
export function expectedScale(
  pods: readonly StoredOf<'pods'>[],
  find: (pod: StoredOf<'pods'>) => PodController,
): ExpectedScale {
  const sizes = new Map<string, number>();
  const managed = pods.filter((pod) => controllerOf(pod) !== undefined);
  const hasUnmanaged = managed.length < pods.length;
  for (const pod of managed) {
    const found = find(pod);
    if (found === 'gone') {
      return { replicas: 0, hasUnmanaged, fault: `found no controllers for pod ${JSON.stringify(pod.metadata.name)}` };
    }
    if ('withoutScale' in found) {
      return { replicas: 0, hasUnmanaged, fault: `${found.withoutScale} does not implement the scale subresource` };
    }
    sizes.set(found.uid, found.replicas);
  }
  return { replicas: [...sizes.values()].reduce((sum, size) => sum + size, 0), hasUnmanaged };
}
