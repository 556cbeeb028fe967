import type { Stored } from '@podlab/apimachinery';
import type { Ingress, IngressClass } from 'kubernetes-types/networking/v1';
import { ageColumn, nameColumn, textColumn, type TableColumn } from './table-column.ts';

const shownHosts = 3;
const defaultAnnotation = 'ingressclass.kubernetes.io/is-default-class';

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const ingressColumns: readonly TableColumn<Stored<Ingress>>[] = [
  nameColumn,
  textColumn('Class', 'Who is to serve it.', ({ spec }) => spec?.ingressClassName ?? '<none>'),
  textColumn('Hosts', 'Names that it answers to.', hostsText),
  textColumn('Address', 'Where it can be reached.', ({ status }) =>
    (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').join(','),
  ),
  textColumn('Ports', 'Ports that it listens on.', ({ spec }) => (spec?.tls?.length ? '80, 443' : '80')),
  ageColumn,
];

export const ingressClassColumns: readonly TableColumn<Stored<IngressClass>>[] = [
  {
    ...nameColumn,
    cell: ({ metadata }) => metadata.name + (metadata.annotations?.[defaultAnnotation] === 'true' ? ' (default)' : ''),
  },
  textColumn('Controller', 'Who serves Ingresses of this class.', ({ spec }) => spec?.controller ?? ''),
  textColumn('Parameters', 'Where its settings are.', ({ spec }) => {
    const parameters = spec?.parameters;
    if (!parameters) return '<none>';
    return `${parameters.kind}${parameters.apiGroup ? `.${parameters.apiGroup}` : ''}/${parameters.name}`;
  }),
  ageColumn,
];

function hostsText({ spec }: Stored<Ingress>): string {
  const hosts = (spec?.rules ?? []).flatMap(({ host }) => host || []);
  if (hosts.length === 0) return '*';
  const shown = hosts.slice(0, shownHosts).join(',');
  return hosts.length > shownHosts ? `${shown} + ${(spec?.rules?.length ?? 0) - shownHosts} more...` : shown;
}
