import type { KubeObject, Stored } from '@podlab/apimachinery';
import type { Pod, ResourceQuota, ScopedResourceSelectorRequirement } from 'kubernetes-types/core/v1';
import { qosClassOf } from '../defaults/qos-class.ts';

/** What a quota of each scope may count; the others have no such scope. */
const bestEffortOnly = ['pods'];

/** Whether a quota counts an object, by its scopes. Only Pods have any. @see pkg/quota/v1/evaluator/core/pods.go (v1.36) */
export function matchesScopes(
  { spec }: Pick<ResourceQuota, 'spec'>,
  plural: string,
  object: KubeObject | Stored,
): boolean {
  const requirements: readonly ScopedResourceSelectorRequirement[] = [
    ...(spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(spec?.scopeSelector?.matchExpressions ?? []),
  ];
  if (requirements.length === 0) return true;
  return plural === 'pods' && requirements.every((requirement) => matchesScope(requirement, object as Stored<Pod>));
}

/** Whether something can be counted by a quota of a scope. */
export function isCountedInScope(scope: string, name: string): boolean {
  if (scope === 'BestEffort') return bestEffortOnly.includes(name);
  if (scope === 'VolumeAttributesClass') return name === 'persistentvolumeclaims' || name === 'requests.storage';
  return /^(pods|cpu|memory|(requests|limits)\.(cpu|memory))$/.test(name);
}

function matchesScope(requirement: ScopedResourceSelectorRequirement, { spec }: Stored<Pod>): boolean {
  const isBestEffort = () => qosClassOf(spec ?? { containers: [] }) === 'BestEffort';
  switch (requirement.scopeName) {
    case 'Terminating':
      return (spec?.activeDeadlineSeconds ?? -1) >= 0;
    case 'NotTerminating':
      return (spec?.activeDeadlineSeconds ?? -1) < 0;
    case 'BestEffort':
      return isBestEffort();
    case 'NotBestEffort':
      return !isBestEffort();
    case 'PriorityClass':
      return matchesPriorityClass(requirement, spec?.priorityClassName ?? '');
    case 'CrossNamespacePodAffinity':
      return reachesOtherNamespaces(spec);
    default:
      return false;
  }
}

function matchesPriorityClass({ operator, values = [] }: ScopedResourceSelectorRequirement, name: string): boolean {
  switch (operator) {
    case 'In':
      return values.includes(name);
    case 'NotIn':
      return !values.includes(name);
    case 'DoesNotExist':
      return name === '';
    default:
      return name !== '';
  }
}

function reachesOtherNamespaces(spec: Pod['spec']): boolean {
  return [spec?.affinity?.podAffinity, spec?.affinity?.podAntiAffinity].some((affinity) =>
    [
      ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
        ({ podAffinityTerm }) => podAffinityTerm,
      ),
    ].some(({ namespaces, namespaceSelector }) => namespaces?.length || namespaceSelector),
  );
}
