import { controllerOf, formatSelector, selectorOf, SelectorError, type Stored } from '@podlab/apimachinery';
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec, ReplicationController } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { asReplicaSet } from '../objects/replication-controller.ts';
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

/** As a ReplicaSet's. */
export const replicationControllerColumns: readonly TableColumn<Stored<ReplicationController>>[] =
  replicaSetColumns.map((column) => ({
    ...column,
    cell: (controller, nowMs) => column.cell(asReplicaSet(controller), nowMs),
  }));

export const statefulSetColumns: readonly TableColumn<Stored<StatefulSet>>[] = [
  nameColumn,
  textColumn(
    'Ready',
    'Pods that are ready, of those wanted.',
    ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
  ),
  ageColumn,
  ...templateColumns.filter(({ name }) => name !== 'Selector'),
];

export const daemonSetColumns: readonly TableColumn<Stored<DaemonSet>>[] = [
  nameColumn,
  numberColumn('Desired', 'Nodes that should have a Pod.', ({ status }) => status?.desiredNumberScheduled),
  numberColumn('Current', 'Nodes that should have a Pod and do.', ({ status }) => status?.currentNumberScheduled),
  numberColumn('Ready', 'Nodes whose Pod is ready.', ({ status }) => status?.numberReady),
  numberColumn(
    'Up-to-date',
    'Nodes with a Pod of the present template.',
    ({ status }) => status?.updatedNumberScheduled,
  ),
  numberColumn('Available', 'Nodes whose Pod is available.', ({ status }) => status?.numberAvailable),
  textColumn('Node Selector', 'Labels of the nodes that count.', ({ spec }) =>
    labelsText(spec?.template.spec?.nodeSelector),
  ),
  ageColumn,
  ...templateColumns,
];

export const controllerRevisionColumns: readonly TableColumn<Stored<ControllerRevision>>[] = [
  nameColumn,
  textColumn('Controller', 'Whose template it holds.', (revision) => {
    const owner = controllerOf(revision);
    if (!owner) return '<none>';
    const [group = ''] = owner.apiVersion.split('/');
    return `${owner.kind.toLowerCase()}.${group}/${owner.name}`;
  }),
  numberColumn('Revision', 'Its number.', ({ revision }) => revision),
  ageColumn,
];

function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length > 0 ? pairs.sort().join(',') : '<none>';
}

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
