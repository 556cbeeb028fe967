import type { Stored } from '@podlab/apimachinery';
import type { PodTemplate } from 'kubernetes-types/core/v1';
import { nameColumn, textColumn, type TableColumn } from './table-column.ts';

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const podTemplateColumns: readonly TableColumn<Stored<PodTemplate>>[] = [
  nameColumn,
  textColumn('Containers', 'Names of the containers.', (object) => column(object, 'name')),
  textColumn('Images', 'Images of the containers.', (object) => column(object, 'image')),
  textColumn('Pod Labels', 'Labels of Pods made from it.', ({ template }) => {
    const labels = Object.entries(template?.metadata?.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    return labels.map(([key, value]) => `${key}=${value}`).join(',') || '<none>';
  }),
];

function column({ template }: Stored<PodTemplate>, field: 'image' | 'name'): string {
  return (template?.spec?.containers ?? []).map((container) => container[field] ?? '').join(',');
}
