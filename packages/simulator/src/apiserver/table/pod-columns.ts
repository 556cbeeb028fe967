import { humanDuration, parseTime, podRow, type Stored } from '@podlab/apimachinery';
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { ageColumn, nameColumn, textColumn, wide, type TableColumn } from './table-column.ts';

type StoredPod = Stored<Pod>;

/** @see pkg/printers/internalversion/printers.go `printPod` (v1.36) */
export const podColumns: readonly TableColumn<StoredPod>[] = [
  nameColumn,
  textColumn('Ready', 'Containers that are ready, of all that should be.', (pod) => {
    const { readyContainers, totalContainers } = podRow(pod);
    return `${readyContainers}/${totalContainers}`;
  }),
  textColumn('Status', 'What state the containers are in, in one word.', (pod) => podRow(pod).reason),
  textColumn('Restarts', 'How often containers were restarted, and when last.', restartsCell),
  ageColumn,
  wide(textColumn('IP', 'Address of the Pod.', ({ status }) => status?.podIPs?.[0]?.ip || '<none>')),
  wide(textColumn('Node', 'Node that the Pod is assigned to.', ({ spec }) => spec?.nodeName || '<none>')),
  wide(
    textColumn(
      'Nominated Node',
      'Node on which room is being made for the Pod.',
      ({ status }) => status?.nominatedNodeName || '<none>',
    ),
  ),
  wide(textColumn('Readiness Gates', 'Readiness gates that are open, of all.', readinessGatesCell)),
];

function restartsCell(pod: StoredPod, nowMs: number): string {
  const { restarts, restartStatuses } = podRow(pod);
  const lastMs = Math.max(0, ...restartStatuses.map(lastFinishedMs));
  return restarts !== 0 && lastMs > 0 ? `${restarts} (${humanDuration(nowMs - lastMs)} ago)` : String(restarts);
}

function lastFinishedMs({ lastState }: ContainerStatus): number {
  return parseTime(lastState?.terminated?.finishedAt) ?? 0;
}

function readinessGatesCell({ spec, status }: StoredPod): string {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const open = gates.filter(({ conditionType }) =>
    status?.conditions?.some(({ type, status: value }) => type === conditionType && value === 'True'),
  );
  return `${open.length}/${gates.length}`;
}
