import type { Stored } from '@podlab/apimachinery';
import type { Namespace, Pod } from 'kubernetes-types/core/v1';
import type { Store } from '../../../store/store.ts';
import { evaluatePod } from './evaluate-pod.ts';
import { sortedSet } from './pod-check.ts';
import { isSamePolicy, isStricter, policyOf, policyText } from './policy.ts';

/**
 * That Pods which are there would not be let in any more. They stay.
 * @see k8s.io/pod-security-admission/admission/admission.go `EvaluatePodsInNamespace` (v1.36)
 */
export function namespaceWarnings(store: Store, namespace: Stored<Namespace>, old: Stored<Namespace>): string[] {
  const { enforce } = policyOf(namespace.metadata.labels);
  const { enforce: before } = policyOf(old.metadata.labels);
  const isMilder = enforce.minor === before.minor && !isStricter(enforce, before);
  if (enforce.level === 'privileged' || isSamePolicy(enforce, before) || isMilder) return [];
  const { name } = namespace.metadata;
  const podsByFault = new Map<string, string[]>();
  for (const { metadata, spec } of store.list('pods', name) as readonly Stored<Pod>[]) {
    const pod = { annotations: metadata.annotations ?? {}, spec: spec ?? { containers: [] } };
    const fault = evaluatePod(enforce, pod)
      .map(({ reason }) => reason)
      .join(', ');
    if (fault !== '') podsByFault.set(fault, [...(podsByFault.get(fault) ?? []), metadata.name]);
  }
  if (podsByFault.size === 0) return [];
  const each = [...podsByFault].map(([fault, names]) => `${sortedSet(names)[0]}${others(names.length - 1)}: ${fault}`);
  const start = `existing pods in namespace "${name}" violate the new PodSecurity enforce level "${policyText(enforce)}"`;
  return [start, ...sortedSet(each)];
}

function others(count: number): string {
  return count === 0 ? '' : ` (and ${count} other ${count === 1 ? 'pod' : 'pods'})`;
}
