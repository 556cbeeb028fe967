import { templateGenerationKey } from '../../apiserver/defaults/workload-defaults.ts';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { availableAtMs } from '../objects/pod.ts';

export type DaemonSet = StoredOf<'daemonsets'>;
export type Pod = StoredOf<'pods'>;
export type Node = StoredOf<'nodes'>;

/** The hash of the template that a Pod was made from; also the label of the revision that keeps it. */
export const hashLabel = 'controller-revision-hash';
/** How often the template had changed when the Pod was made. */
export const templateGenerationLabel = 'pod-template-generation';
/** The node that a Pod is on, or was made for: its affinity names it. */
export function targetNodeOf({ spec }: Pod): string | undefined {
  if (spec?.nodeName) return spec.nodeName;
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  for (const { matchFields = [] } of required?.nodeSelectorTerms ?? []) {
    const byName = matchFields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    if (byName?.values?.length === 1) return byName.values[0];
  }
  return undefined;
}

/** The Pods by their nodes. What has ended and is being deleted is as good as gone. */
export function podsByNode(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const isGone = pod.metadata.deletionTimestamp && ['Failed', 'Succeeded'].includes(pod.status?.phase ?? '');
    const node = targetNodeOf(pod);
    if (isGone || node === undefined) continue;
    byNode.set(node, [...(byNode.get(node) ?? []), pod]);
  }
  return byNode;
}

/** Whether a Pod is of the present template. */
export function isUpdated({ metadata }: Pod, set: DaemonSet, hash: string): boolean {
  const generation = set.metadata.annotations?.[templateGenerationKey];
  return (
    metadata.labels?.[hashLabel] === hash ||
    (generation !== undefined && metadata.labels?.[templateGenerationLabel] === generation)
  );
}

export function isAvailable(pod: Pod, set: DaemonSet, nowMs: number): boolean {
  return (availableAtMs(pod, set.spec?.minReadySeconds ?? 0) ?? Infinity) <= nowMs;
}

/** Scheduled before unscheduled, then oldest first. @see pkg/controller/daemon/daemon_controller.go podByCreationTimestampAndPhase */
export function compareAge(a: Pod, b: Pod): number {
  const [aTime, bTime] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  return (
    Number(Boolean(b.spec?.nodeName)) - Number(Boolean(a.spec?.nodeName)) ||
    (aTime < bTime ? -1 : aTime > bTime ? 1 : a.metadata.name < b.metadata.name ? -1 : 1)
  );
}

/** How many Pods a rolling update may have beyond one per node, and how many nodes may lack one. Percentages round up. */
export function updateLimits(
  { spec }: DaemonSet,
  desired: number,
): { readonly maxSurge: number; readonly maxUnavailable: number } {
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return { maxSurge: 0, maxUnavailable: 0 };
  return {
    maxSurge: scaled(rollingUpdate?.maxSurge ?? 0, desired),
    maxUnavailable: scaled(rollingUpdate?.maxUnavailable ?? 1, desired),
  };
}

/** Whether a node may have an old and a new Pod side by side. */
export function allowsSurge(set: DaemonSet): boolean {
  return updateLimits(set, 1).maxSurge > 0;
}

function scaled(value: number | string, total: number): number {
  return typeof value === 'number' ? value : Math.ceil((parseInt(value, 10) * total) / 100);
}
