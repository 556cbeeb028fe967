import type { NamespaceCondition } from 'kubernetes-types/core/v1';
import { formatTime } from '@podlab/apimachinery';

/** What is left in a namespace after a round of deletions. */
export interface RemainingContent {
  /** `pods`, `deployments.apps`, … → how many. */
  readonly resources: ReadonlyMap<string, number>;
  /** Finalizers on what is left → how many objects have them. */
  readonly finalizers: ReadonlyMap<string, number>;
}

/**
 * The conditions of a namespace that is going away and is not empty yet; times of transition stay while statuses do.
 * @see pkg/controller/namespace/deletion/status_condition_utils.go
 */
export function remainingContentConditions(
  before: readonly NamespaceCondition[] | undefined,
  { resources, finalizers }: RemainingContent,
  nowMs: number,
): NamespaceCondition[] {
  const remains = [...resources].map(([name, count]) => `${name}. has ${count} resource instances`);
  const holds = [...finalizers].map(([name, count]) => `${name} in ${count} resource instances`);
  const rows: readonly (readonly [type: string, status: string, reason: string, message: string])[] = [
    ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    [
      'NamespaceDeletionContentFailure',
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    remains.length > 0
      ? [
          'NamespaceContentRemaining',
          'True',
          'SomeResourcesRemain',
          `Some resources are remaining: ${remains.sort().join(', ')}`,
        ]
      : ['NamespaceContentRemaining', 'False', 'ContentRemoved', 'All content successfully removed'],
    holds.length > 0
      ? [
          'NamespaceFinalizersRemaining',
          'True',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${holds.sort().join(', ')}`,
        ]
      : [
          'NamespaceFinalizersRemaining',
          'False',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ],
  ];
  return rows.map(([type, status, reason, message]) => {
    const known = before?.find((condition) => condition.type === type);
    const since = known?.status === status ? known.lastTransitionTime : undefined;
    return { type, status, lastTransitionTime: since ?? formatTime(nowMs), reason, message };
  });
}
