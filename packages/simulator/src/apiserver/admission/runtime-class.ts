import { deepEqual } from '@podlab/apimachinery';
import type { PodSpec, Toleration } from 'kubernetes-types/core/v1';
import type { RuntimeClass } from 'kubernetes-types/node/v1';

/**
 * What a Pod gets of its RuntimeClass: overhead, node selector, tolerations. Changes the draft.
 * @param refuse makes the refusal of the Pod
 * @see plugin/pkg/admission/runtimeclass/admission.go (v1.36)
 */
export function applyRuntimeClass(
  spec: PodSpec,
  { overhead, scheduling }: Pick<RuntimeClass, 'overhead' | 'scheduling'>,
  refuse: (why: string) => Error,
): void {
  const fixed = overhead?.podFixed;
  if (overhead) {
    const isOther = Object.keys(spec.overhead ?? {}).length > 0 && !deepEqual(spec.overhead, fixed);
    if (isOther) throw refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    if (fixed) spec.overhead = { ...fixed };
  } else if (spec.overhead) {
    throw refuse('pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
  }
  if (!scheduling) return;
  const { nodeSelector, tolerations = [] } = scheduling;
  for (const [key, value] of Object.entries(nodeSelector ?? {})) {
    const own = spec.nodeSelector?.[key];
    if (own === undefined || own === value) continue;
    throw refuse(
      `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`,
    );
  }
  if (nodeSelector) spec.nodeSelector = { ...spec.nodeSelector, ...nodeSelector };
  spec.tolerations = mergedTolerations(spec.tolerations ?? [], tolerations);
}

function mergedTolerations(own: readonly Toleration[], added: readonly Toleration[]): Toleration[] {
  const others = added.filter((toleration) => !own.some((known) => deepEqual(known, toleration)));
  return [...own, ...others.map((toleration) => ({ ...toleration }))];
}
