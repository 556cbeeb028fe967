import { compareQuantities, parseQuantity, addQuantities, zeroQuantity, type Quantity } from '@podlab/apimachinery';
import type { PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';

export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

type ResourceList = Readonly<Record<string, string>>;
const counted = ['cpu', 'memory'] as const;

/**
 * The quality of service that a Pod asks for, from cpu and memory of its app and init containers, or of the Pod itself
 * when it says so.
 * @see pkg/apis/core/v1/helper/qos/qos.go (v1.36)
 */
export function qosClassOf(spec: PodSpec): QosClass {
  const podLevel = (spec as { resources?: ResourceRequirements }).resources;
  const all = podLevel ? [podLevel] : [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map(resourcesOf);
  const requests = sum(all.map((resources) => resources.requests));
  const limits = sum(all.map((resources) => resources.limits));
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const allLimited = all.every(({ limits: own }) => counted.every((name) => isPositive(own?.[name])));
  const isGuaranteed =
    allLimited &&
    requests.size === limits.size &&
    [...limits].every(([name, limit]) => {
      const request = requests.get(name);
      return request !== undefined && compareQuantities(request, limit) === 0;
    });
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function resourcesOf({ resources }: { readonly resources?: ResourceRequirements }): ResourceRequirements {
  return resources ?? {};
}

function sum(lists: readonly (ResourceList | undefined)[]): ReadonlyMap<string, Quantity> {
  const total = new Map<string, Quantity>();
  for (const list of lists) {
    for (const name of counted) {
      const text = list?.[name];
      if (!isPositive(text)) continue;
      total.set(name, addQuantities(total.get(name) ?? zeroQuantity, parseQuantity(String(text))));
    }
  }
  return total;
}

function isPositive(text: string | undefined): boolean {
  return text !== undefined && compareQuantities(parseQuantity(text), zeroQuantity) > 0;
}
