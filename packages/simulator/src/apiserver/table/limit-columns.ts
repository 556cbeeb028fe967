import { canonicalQuantity, type Stored } from '@podlab/apimachinery';
import type { LimitRange, ResourceQuota } from 'kubernetes-types/core/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { ageColumn, nameColumn, textColumn, type TableColumn } from './table-column.ts';

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const resourceQuotaColumns: readonly TableColumn<Stored<ResourceQuota>>[] = [
  nameColumn,
  textColumn('Request', 'What is used of what may be requested.', (quota) =>
    quotaText(quota, (name) => !isLimit(name)),
  ),
  textColumn('Limit', 'What is used of the limits that may be set.', (quota) => quotaText(quota, isLimit)),
  ageColumn,
];

export const limitRangeColumns: readonly TableColumn<Stored<LimitRange>>[] = [
  nameColumn,
  textColumn('Created At', 'When it was created.', ({ metadata }) => metadata.creationTimestamp ?? ''),
];

export const priorityClassColumns: readonly TableColumn<Stored<PriorityClass>>[] = [
  nameColumn,
  textColumn('Value', 'The priority of Pods of this class.', ({ value }) => String(value)),
  {
    name: 'Global-Default',
    type: 'boolean',
    description: 'Whether Pods that name no class get it.',
    cell: ({ globalDefault }) => globalDefault ?? false,
  },
  ageColumn,
  textColumn('PreemptionPolicy', 'Whether its Pods make others go.', ({ preemptionPolicy }) => preemptionPolicy ?? ''),
];

function isLimit(name: string): boolean {
  return name.startsWith('limits.');
}

function quotaText({ status }: Stored<ResourceQuota>, isShown: (name: string) => boolean): string {
  const { hard = {}, used = {} } = status ?? {};
  return Object.keys(hard)
    .filter(isShown)
    .sort()
    .map((name) => `${name}: ${canonicalQuantity(used[name] ?? '0')}/${canonicalQuantity(hard[name] ?? '0')}`)
    .join(', ');
}
