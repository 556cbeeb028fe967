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

/** @see k8s.io/kubectl/pkg/drain/filters.go (v1.36) */
export function planDrain(pods: readonly StoredPod[], rules: DrainRules): DrainPlan {
  const candidates = pods.filter(({ metadata }) => metadata.annotations?.['kubernetes.io/config.mirror'] === undefined);
  const isOver = ({ status }: StoredPod) => status?.phase === 'Succeeded' || status?.phase === 'Failed';
  const isDaemon = (pod: StoredPod) => controllerOf(pod)?.kind === 'DaemonSet' && !isOver(pod);
  const daemons = candidates.filter(isDaemon);
  const others = candidates.filter((pod) => !isDaemon(pod));
  const bare = others.filter((pod) => !controllerOf(pod) && !isOver(pod));
  const local = others.filter(
    (pod) => (pod.spec?.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined) && !isOver(pod),
  );
  const faults: string[] = [];
  const warnings: string[] = [];
  const sort = (found: readonly StoredPod[], allowed: boolean, [fault, warning]: readonly [string, string]) => {
    if (found.length === 0) return;
    (allowed ? warnings : faults).push(`${allowed ? warning : fault}: ${found.map(nameOf).join(', ')}`);
  };
  sort(bare, rules.force, [
    'cannot delete Pods that declare no controller (use --force to override)',
    'deleting Pods that declare no controller',
  ]);
  sort(daemons, rules.ignoreDaemonSets, [
    'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)',
    'ignoring DaemonSet-managed Pods',
  ]);
  sort(local, rules.deleteEmptyDirData, [
    'cannot delete Pods with local storage (use --delete-emptydir-data to override)',
    'deleting Pods with local storage',
  ]);
  return { pods: faults.length > 0 ? [] : others, faults, warnings };
}

function nameOf({ metadata }: StoredPod): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
