import type { Stored } from '@podlab/apimachinery';
import type { RoleBinding } from 'kubernetes-types/rbac/v1';
import { ageColumn, nameColumn, textColumn, wide, type TableColumn } from './table-column.ts';

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const roleColumns: readonly TableColumn<Stored<object>>[] = [
  nameColumn,
  textColumn('Created At', 'When it was created.', ({ metadata }) => metadata.creationTimestamp),
];

export const bindingColumns: readonly TableColumn<Stored<Pick<RoleBinding, 'roleRef' | 'subjects'>>>[] = [
  nameColumn,
  textColumn('Role', 'What the subjects may do.', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
  ageColumn,
  wide(textColumn('Users', 'Users that may.', (binding) => subjectsText(binding, 'User'))),
  wide(textColumn('Groups', 'Groups that may.', (binding) => subjectsText(binding, 'Group'))),
  wide(
    textColumn('ServiceAccounts', 'Service accounts that may.', (binding) => subjectsText(binding, 'ServiceAccount')),
  ),
];

function subjectsText({ subjects = [] }: Pick<RoleBinding, 'subjects'>, kind: string): string {
  return subjects
    .filter((subject) => subject.kind === kind)
    .map(({ name, namespace }) => (kind === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
    .join(', ');
}
