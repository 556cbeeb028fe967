import type { Taint, Toleration } from 'kubernetes-types/core/v1';

type Effect = 'NoExecute' | 'NoSchedule' | 'PreferNoSchedule';

/** Whether a toleration bears a taint. @see k8s.io/component-helpers/scheduling/corev1/helpers.go, api/core/v1/toleration.go */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (toleration.operator === 'Exists') return true;
  return Boolean(toleration.key) && (toleration.value ?? '') === (taint.value ?? '');
}

/** The first taint with one of these effects that none of the tolerations bears. */
export function findUntolerated(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly Effect[],
): Taint | undefined {
  return taints?.find(
    (taint) =>
      (effects as readonly string[]).includes(taint.effect) &&
      !tolerations?.some((toleration) => tolerates(toleration, taint)),
  );
}

/** The taint of a cordoned node. */
export const unschedulableTaintKey = 'node.kubernetes.io/unschedulable';
/** The taint of a node that says it is not ready. */
export const notReadyTaintKey = 'node.kubernetes.io/not-ready';
/** The taint of a node that no longer says anything. */
export const unreachableTaintKey = 'node.kubernetes.io/unreachable';
