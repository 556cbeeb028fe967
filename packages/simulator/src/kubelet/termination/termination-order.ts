import type { PodSpec } from 'kubernetes-types/core/v1';
import { containersByRole } from '../pod-types.ts';

/** StopContainer never gets less than this. @see kubernetes v1.36 kuberuntime_manager.go minimumGracePeriodInSeconds */
export const minimumStopGraceSeconds = 2;

/**
 * For each container, the containers that must have ended before it is sent SIGTERM: app containers wait for nobody,
 * sidecars for all apps and for the sidecars behind them, so that they go in reverse order.
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_termination_order.go
 */
export function terminationOrder(spec: PodSpec): ReadonlyMap<string, readonly string[]> {
  const { sidecars, apps, regularInit } = containersByRole(spec);
  const order = new Map<string, readonly string[]>();
  const earlier = apps.map(({ name }) => name);
  for (const { name } of [...apps, ...regularInit]) order.set(name, []);
  for (const { name } of [...sidecars].reverse()) {
    order.set(name, [...earlier]);
    earlier.push(name);
  }
  return order;
}

/**
 * Seconds that a Pod's containers get from SIGTERM to SIGKILL: it can only shrink, and is never less than 1.
 * @param wanted of the newest request; undefined: as the spec says
 * @param current of an earlier request; undefined: this is the first
 * @see kubernetes v1.36 pkg/kubelet/pod_workers.go calculateEffectiveGracePeriod
 */
export function effectiveGraceSeconds(
  specSeconds: number,
  wanted: number | undefined,
  current: number | undefined,
): number {
  const seconds = Math.min(wanted ?? specSeconds, current ?? Infinity);
  return Math.max(1, seconds);
}
