import type { Stored } from '@podlab/apimachinery';
import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
} from 'kubernetes-types/autoscaling/v2';
import { type DescribeWriter, timeText } from './describe-writer.ts';
import { writeHead } from './head.ts';

/** Writes an autoscaler as `kubectl describe hpa` does, but for its events. */
export function describeAutoscaler(writer: DescribeWriter, autoscaler: Stored<HorizontalPodAutoscaler>): void {
  const { metadata, spec, status } = autoscaler;
  writeHead(writer, autoscaler);
  writer.line(0, `CreationTimestamp:\t${timeText(metadata.creationTimestamp)}`);
  const target = spec?.scaleTargetRef;
  writer.line(0, `Reference:\t${target?.kind ?? ''}/${target?.name ?? ''}`);
  writer.line(0, 'Metrics:\t( current / target )');
  (spec?.metrics ?? []).forEach((metric, index) => writer.line(1, metricText(metric, status?.currentMetrics?.[index])));
  writer.line(0, `Min replicas:\t${spec?.minReplicas ?? '<unset>'}`);
  writer.line(0, `Max replicas:\t${spec?.maxReplicas ?? 0}`);
  if (spec?.behavior) {
    writer.line(0, 'Behavior:');
    writeBehaviour(writer, 'Scale Up', spec.behavior.scaleUp);
    writeBehaviour(writer, 'Scale Down', spec.behavior.scaleDown);
  }
  writer.line(
    0,
    `${target?.kind ?? ''} pods:\t${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired`,
  );
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type\tStatus\tReason\tMessage');
  writer.line(1, '----\t------\t------\t-------');
  for (const { type, status: state, reason = '', message = '' } of conditions)
    writer.line(1, `${type}\t${state}\t${reason}\t${message}`);
}

function metricText(metric: MetricSpec, seen: MetricStatus | undefined): string {
  const source = metric.resource ?? metric.containerResource;
  const current = (seen?.resource ?? seen?.containerResource)?.current;
  if (!source) return `<unknown metric type ${JSON.stringify(metric.type)}>`;
  const of = metric.containerResource ? ` of container "${metric.containerResource.container}"` : '';
  const { averageValue, averageUtilization } = source.target;
  const start = `resource ${source.name}${of} on pods`;
  if (averageValue !== undefined) return `${start}:\t${current?.averageValue ?? '<unknown>'} / ${averageValue}`;
  const now =
    current?.averageUtilization === undefined
      ? '<unknown>'
      : `${current.averageUtilization}% (${current.averageValue})`;
  return `${start}  (as a percentage of request):\t${now} / ${averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`}`;
}

function writeBehaviour(writer: DescribeWriter, title: string, rules: HPAScalingRules | undefined): void {
  if (!rules) return;
  writer.line(1, `${title}:`);
  if (rules.stabilizationWindowSeconds !== undefined)
    writer.line(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds`);
  if (!rules.policies || rules.policies.length === 0) return;
  writer.line(2, `Select Policy: ${rules.selectPolicy ?? 'Max'}`);
  writer.line(2, 'Policies:');
  for (const { type, value, periodSeconds } of rules.policies)
    writer.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
}
