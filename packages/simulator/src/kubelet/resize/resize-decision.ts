import { compareQuantities, deepEqual, parseQuantity, quantityUnits, sortKeys } from '@podlab/apimachinery';
import type { Container, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { podRequests } from '../../scheduler/resources.ts';
import { priorityOf } from '../../scheduler/scheduled-pod.ts';
import type { StoredPod } from '../pod-types.ts';

/** What a Pod asks for as a whole. */
export function podLevelResources(spec: PodSpec): ResourceRequirements | undefined {
  return (spec as { resources?: ResourceRequirements }).resources;
}

/** Whether the containers of two specs ask for different resources. */
export function differsInResources(a: PodSpec, b: PodSpec): boolean {
  if (a === b) return false;
  const of = (spec: PodSpec) => [
    podLevelResources(spec),
    ...[...(spec.initContainers ?? []), ...spec.containers].map(({ resources }) => resources ?? {}),
  ];
  return !deepEqual(of(a), of(b));
}

/**
 * A spec with the resources that its Pod has been given, as long as they are not those it asks for.
 * @param given the spec of the last resize that was accepted, or the Pod's first
 */
export function withAllocatedResources(spec: PodSpec, given: PodSpec): PodSpec {
  if (!differsInResources(spec, given)) return spec;
  const take = (container: Container, index: number, from: readonly Container[] | undefined) => ({
    ...container,
    resources: from?.[index]?.resources ?? {},
  });
  const { resources: _wanted, ...rest } = spec as PodSpec & { resources?: ResourceRequirements };
  const whole = podLevelResources(given);
  return {
    ...rest,
    ...(whole && { resources: whole }),
    ...(spec.initContainers && {
      initContainers: spec.initContainers.map((container, index) => take(container, index, given.initContainers)),
    }),
    containers: spec.containers.map((container, index) => take(container, index, given.containers)),
  };
}

/** A resize that waits for room on its node. */
export interface PendingResize {
  readonly pod: StoredPod;
  /** It asks for more than the Pod has. */
  readonly isIncrease: boolean;
  /** When it first had to wait. */
  readonly sinceMs: number;
}

/**
 * Which of two resizes that wait is looked at first: one that asks for no more than it has, then by priority, by quality
 * of service, and by how long it has waited.
 * @see kubernetes v1.36 pkg/kubelet/allocation/allocation_manager.go sortPendingResizes
 */
export function compareResizes(a: PendingResize, b: PendingResize): number {
  const rank = ({ status }: StoredPod) => (status?.qosClass === 'Guaranteed' ? 1 : 0);
  return (
    Number(a.isIncrease) - Number(b.isIncrease) ||
    priorityOf(b.pod) - priorityOf(a.pod) ||
    rank(b.pod) - rank(a.pod) ||
    a.sinceMs - b.sinceMs
  );
}

/** Whether a spec asks for more cpu or memory than another. */
export function isIncrease(wanted: PodSpec, given: PodSpec): boolean {
  const [after, before] = [podRequests(wanted), podRequests(given)];
  return (['cpu', 'memory'] as const).some((name) => (after[name] ?? 0) > (before[name] ?? 0));
}

/** What becomes of a running container whose resources are not what it was given. */
export type ContainerResize = 'none' | 'inPlace' | 'restart';

/**
 * Whether a container takes new resources on as it runs, or has to be started again for it.
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodResizeAction; fidelity.md 2.11
 */
export function containerResize(container: Container, actual: ResourceRequirements | undefined): ContainerResize {
  const changed = (['cpu', 'memory'] as const).filter((name) =>
    (['requests', 'limits'] as const).some(
      (kind) => !isSame(container.resources?.[kind]?.[name], actual?.[kind]?.[name]),
    ),
  );
  if (changed.length === 0) return 'none';
  const isRestart = (name: string) =>
    container.resizePolicy?.some(
      ({ resourceName, restartPolicy }) => resourceName === name && restartPolicy === 'RestartContainer',
    );
  return changed.some(isRestart) ? 'restart' : 'inPlace';
}

/** A container whose memory limit may become smaller. */
export interface MemoryShrink {
  readonly name: string;
  readonly limit: string | undefined;
  readonly before: string | undefined;
  readonly usedBytes: number;
}

/**
 * Why memory limits cannot be lowered now: containers hold more than that.
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_manager.go validateMemoryResizeAction
 */
export function memoryShrinkFault(containers: readonly MemoryShrink[]): string | undefined {
  const faults = containers.flatMap(({ name, limit, before, usedBytes }) => {
    if (limit === undefined) return [];
    const limitBytes = quantityUnits(parseQuantity(limit));
    if (before !== undefined && limitBytes >= quantityUnits(parseQuantity(before))) return [];
    if (usedBytes < limitBytes) return [];
    return [
      `attempting to set container ${JSON.stringify(name)} memory limit (${limitBytes}) below current usage (${usedBytes})`,
    ];
  });
  if (faults.length === 0) return undefined;
  return `cannot decrease memory limits: ${faults.length > 1 ? `[${faults.join(', ')}]` : faults[0]}`;
}

/**
 * The text of a resize event.
 * @param what such as `started`, or the reason of a resize that has to wait
 * @see kubernetes v1.36 pkg/kubelet/events/resize.go
 */
export function resizeMessage(what: string, spec: PodSpec, generation: number, error?: string): string {
  const summary = (containers: readonly Container[] | undefined) =>
    containers?.map(({ name, resources }) => ({
      name,
      resources: {
        ...(resources?.limits && { limits: sortKeys(resources.limits) }),
        ...(resources?.requests && { requests: sortKeys(resources.requests) }),
      },
    }));
  const initContainers = summary(spec.initContainers);
  const content = {
    ...(initContainers?.length && { initContainers }),
    containers: summary(spec.containers),
    generation,
    ...(error && { error }),
  };
  return `Pod resize ${what}: ${JSON.stringify(content)}`;
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a === b || compareQuantities(parseQuantity(a), parseQuantity(b)) === 0;
}
