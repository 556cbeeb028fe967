import type { Stored } from '@podlab/apimachinery';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2';
import { ageColumn, nameColumn, numberColumn, textColumn, type TableColumn } from './table-column.ts';

const shownMetrics = 2;

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const horizontalPodAutoscalerColumns: readonly TableColumn<Stored<HorizontalPodAutoscaler>>[] = [
  nameColumn,
  textColumn('Reference', 'What it scales.', ({ spec }) =>
    spec ? `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}` : '',
  ),
  textColumn('Targets', 'What is measured, and what it should be.', targets),
  textColumn('MinPods', 'Fewest Pods.', ({ spec }) => String(spec?.minReplicas ?? '<unset>')),
  numberColumn('MaxPods', 'Most Pods.', ({ spec }) => spec?.maxReplicas),
  numberColumn('Replicas', 'Pods there are.', ({ status }) => status?.currentReplicas),
  ageColumn,
];

function targets({ spec, status }: Stored<HorizontalPodAutoscaler>): string {
  const metrics = spec?.metrics ?? [];
  if (metrics.length === 0) return '<none>';
  const texts = metrics.map((metric, index) => targetText(metric, status?.currentMetrics?.[index]));
  const shown = texts.slice(0, shownMetrics).join(', ');
  return texts.length > shownMetrics ? `${shown} + ${texts.length - shownMetrics} more...` : shown;
}

function targetText(metric: MetricSpec, now: MetricStatus | undefined): string {
  const source = metric.resource ?? metric.containerResource;
  const current = (now?.resource ?? now?.containerResource)?.current;
  const unknown = '<unknown>';
  if (source) {
    const { averageValue, averageUtilization } = source.target;
    if (averageValue !== undefined) return `${source.name}: ${current?.averageValue ?? unknown}/${averageValue}`;
    const percent = current?.averageUtilization;
    const target = averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`;
    return `${source.name}: ${percent === undefined ? unknown : `${percent}%`}/${target}`;
  }
  const target = (metric.pods ?? metric.object ?? metric.external)?.target;
  if (metric.pods) return `${unknown}/${target?.averageValue ?? ''}`;
  return target?.averageValue === undefined
    ? `${unknown}/${target?.value ?? ''}`
    : `${unknown}/${target.averageValue} (avg)`;
}
