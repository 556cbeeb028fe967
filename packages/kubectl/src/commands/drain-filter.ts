import { controllerOf } from '@podlab/apimachinery';
import type { StoredPod } from '../resources/pod-of.ts';

export interface DrainRules {
  readonly force: boolean;
  readonly ignoreDaemonSets: boolean;
  readonly deleteEmptyDirData: boolean;
}

/** Which Pods a drain removes, what forbids it, and what the user should know. */
export interface DrainPlan {
  readonly pods: readonly StoredPod[];
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Each Pod is told of once: by what forbids its removal, or by the last rule that let it pass.
 * @see k8s.io/kubectl/pkg/drain/filters.go (v1.36)
 */
export function planDrain(pods: readonly StoredPod[], rules: DrainRules): DrainPlan {
  const faults = new Map<string, string[]>();
  const warnings = new Map<string, string[]>();
  const removed: StoredPod[] = [];
  for (const pod of pods) {
    const judged = judge(pod, rules);
    if (judged.removed) removed.push(pod);
    if (judged.fault !== undefined) addName(faults, `cannot delete ${judged.fault}`, pod);
    if (judged.warning !== undefined) addName(warnings, judged.warning, pod);
  }
  const texts = (found: ReadonlyMap<string, readonly string[]>) =>
    [...found].map(([text, names]) => `${text}: ${names.join(', ')}`);
  return { pods: faults.size > 0 ? [] : removed, faults: texts(faults), warnings: texts(warnings) };
}

interface Judgement {
  readonly removed: boolean;
  readonly fault?: string;
  readonly warning?: string;
}

function judge(pod: StoredPod, { force, ignoreDaemonSets, deleteEmptyDirData }: DrainRules): Judgement {
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return { removed: false };
  const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (controllerOf(pod)?.kind === 'DaemonSet' && !isOver) {
    return ignoreDaemonSets
      ? { removed: false, warning: 'ignoring DaemonSet-managed Pods' }
      : { removed: false, fault: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
  }
  const isLocal = (pod.spec?.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined) && !isOver;
  if (isLocal && !deleteEmptyDirData)
    return { removed: false, fault: 'Pods with local storage (use --delete-emptydir-data to override)' };
  if (controllerOf(pod) || isOver) return { removed: true };
  return force
    ? { removed: true, warning: 'deleting Pods that declare no controller' }
    : { removed: false, fault: 'Pods that declare no controller (use --force to override)' };
}

function addName(found: Map<string, string[]>, text: string, pod: StoredPod): void {
  found.set(text, [...(found.get(text) ?? []), nameOf(pod)]);
}

function nameOf({ metadata }: StoredPod): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
