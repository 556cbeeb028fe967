import { formatSelector, selectorOf, SelectorError, type Stored } from '@podlab/apimachinery';
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { ageColumn, nameColumn, numberColumn, textColumn, wide, type TableColumn } from './table-column.ts';

interface Templated {
  readonly spec?: { readonly template?: PodTemplateSpec; readonly selector?: LabelSelector };
}

/** What `-o wide` adds to things with a template of Pods. */
export const templateColumns: readonly TableColumn<Templated>[] = [
  textColumn<Templated>('Containers', 'Names of the containers in the template.', ({ spec }) => column(spec, 'name')),
  textColumn<Templated>('Images', 'Images of the containers in the template.', ({ spec }) => column(spec, 'image')),
  textColumn<Templated>('Selector', 'Labels of the Pods that count.', ({ spec }) => selectorText(spec?.selector)),
].map(wide);

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const deploymentColumns: readonly TableColumn<Stored<Deployment>>[] = [
  nameColumn,
  textColumn(
    'Ready',
    'Pods that are ready, of those wanted.',
    ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
  ),
  numberColumn('Up-to-date', 'Pods of the present template.', ({ status }) => status?.updatedReplicas),
  numberColumn('Available', 'Pods that are available.', ({ status }) => status?.availableReplicas),
  ageColumn,
  ...templateColumns,
];

export const replicaSetColumns: readonly TableColumn<Stored<ReplicaSet>>[] = [
  nameColumn,
  numberColumn('Desired', 'Pods wanted.', ({ spec }) => spec?.replicas),
  numberColumn('Current', 'Pods there are.', ({ status }) => status?.replicas),
  numberColumn('Ready', 'Pods that are ready.', ({ status }) => status?.readyReplicas),
  ageColumn,
  ...templateColumns,
];

function column(spec: Templated['spec'], field: 'name' | 'image'): string {
  return (spec?.template?.spec?.containers ?? []).map((container) => container[field] ?? '').join(',');
}

function selectorText(selector: LabelSelector | undefined): string {
  try {
    return selector ? formatSelector(selectorOf(selector)) : '<none>';
  } catch (error) {
    if (error instanceof SelectorError) return '<invalid>';
    throw error;
  }
}
