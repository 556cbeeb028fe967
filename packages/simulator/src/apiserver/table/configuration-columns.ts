import { humanAge, type Stored } from '@podlab/apimachinery';
import type { ConfigMap, Event, Secret, ServiceAccount } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { ageColumn, nameColumn, numberColumn, textColumn, wide, type TableColumn } from './table-column.ts';

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const configMapColumns: readonly TableColumn<Stored<ConfigMap>>[] = [
  nameColumn,
  textColumn('Data', 'Number of entries.', ({ data, binaryData }) => String(size(data) + size(binaryData))),
  ageColumn,
];

export const secretColumns: readonly TableColumn<Stored<Secret>>[] = [
  nameColumn,
  textColumn('Type', 'What the secret is for.', ({ type }) => type ?? ''),
  textColumn('Data', 'Number of entries.', ({ data }) => String(size(data))),
  ageColumn,
];

export const serviceAccountColumns: readonly TableColumn<Stored<ServiceAccount>>[] = [nameColumn, ageColumn];

export const eventColumns: readonly TableColumn<Stored<Event>>[] = [
  textColumn('Last Seen', 'Time since it happened last.', lastSeen),
  textColumn('Type', 'Normal or Warning.', ({ type }) => type ?? ''),
  textColumn('Reason', 'What happened, in one word.', ({ reason }) => reason ?? ''),
  textColumn('Object', 'What it happened to.', ({ involvedObject: { kind = '', name } }) =>
    name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase(),
  ),
  wide(textColumn('Subobject', 'Which part of the object.', ({ involvedObject }) => involvedObject.fieldPath ?? '')),
  wide(textColumn('Source', 'Who reported it.', eventSource)),
  textColumn('Message', 'What happened, in words.', ({ message }) => (message ?? '').trim()),
  wide(textColumn('First Seen', 'Time since it happened first.', firstSeen)),
  wide({ ...numberColumn<Stored<Event>>('Count', 'How often it happened.', eventCount), type: 'string' }),
  wide(nameColumn),
];

export const podDisruptionBudgetColumns: readonly TableColumn<Stored<PodDisruptionBudget>>[] = [
  nameColumn,
  textColumn('Min Available', 'Pods that must stay.', ({ spec }) => String(spec?.minAvailable ?? 'N/A')),
  textColumn('Max Unavailable', 'Pods that may be missing.', ({ spec }) => String(spec?.maxUnavailable ?? 'N/A')),
  numberColumn('Allowed Disruptions', 'Pods that may be evicted now.', ({ status }) => status?.disruptionsAllowed),
  ageColumn,
];

function size(entries: object | undefined): number {
  return Object.keys(entries ?? {}).length;
}

function firstSeen({ firstTimestamp, eventTime }: Stored<Event>, nowMs: number): string {
  return humanAge(firstTimestamp ?? eventTime ?? undefined, nowMs);
}

function lastSeen(event: Stored<Event>, nowMs: number): string {
  const { series, lastTimestamp } = event;
  if (series) return humanAge(series.lastObservedTime, nowMs);
  return lastTimestamp ? humanAge(lastTimestamp, nowMs) : firstSeen(event, nowMs);
}

function eventCount({ series, count }: Stored<Event>): number {
  return series?.count ?? (count || 1);
}

function eventSource({ source, reportingComponent, reportingInstance }: Stored<Event>): string {
  const parts = [source?.component || reportingComponent, source?.host || reportingInstance];
  return parts.filter(Boolean).join(', ');
}
