import { isMap, type KubeObject } from '@podlab/apimachinery';
import type { HorizontalPodAutoscalerSpec as SpecV1 } from 'kubernetes-types/autoscaling/v1';
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  MetricSpec,
  MetricStatus,
} from 'kubernetes-types/autoscaling/v2';

/** Where version 1 keeps what it has no fields for. @see pkg/apis/autoscaling/annotations.go (v1.36) */
const prefix = 'autoscaling.alpha.kubernetes.io/';
const kept = ['metrics', 'current-metrics', 'conditions', 'behavior'] as const;

type Kept = Partial<Record<(typeof kept)[number], unknown>>;

/**
 * An autoscaler of version 2 as version 1 shows it: the cpu utilization in a field of its own, the rest in annotations.
 * @see pkg/apis/autoscaling/v1/conversion.go (v1.36)
 */
export function toAutoscalingV1(object: KubeObject): KubeObject {
  const { metadata, spec, status } = object as HorizontalPodAutoscaler;
  const { metrics = [], behavior, ...common } = spec ?? ({} as HorizontalPodAutoscalerSpec);
  const { currentMetrics, conditions, ...counts } = status ?? ({} as HorizontalPodAutoscalerStatus);
  const cpu = metrics.find(isCpuUtilization);
  const others = metrics.filter((metric) => metric !== cpu);
  const current = currentMetrics?.find(({ resource }) => resource?.name === 'cpu')?.resource?.current;
  const annotations = withKept(metadata?.annotations, {
    ...(others.length > 0 && { metrics: others.map(metricToV1) }),
    ...(currentMetrics?.length && { 'current-metrics': currentMetrics.map(currentToV1) }),
    ...(conditions?.length && { conditions: conditions.map(inOrder) }),
    ...(behavior && { behavior }),
  });
  const { annotations: _own, ...rest } = metadata ?? {};
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata: { ...rest, ...(Object.keys(annotations).length > 0 && { annotations }) },
    ...(spec && {
      spec: { ...common, ...(cpu && { targetCPUUtilizationPercentage: cpu.resource?.target.averageUtilization }) },
    }),
    ...(status && {
      status: {
        ...counts,
        currentReplicas: counts.currentReplicas ?? 0,
        ...(current?.averageUtilization !== undefined && {
          currentCPUUtilizationPercentage: current.averageUtilization,
        }),
      },
    }),
  };
}

/** The inverse of `toAutoscalingV1`, for what a client sends. The status is the server's own. */
export function fromAutoscalingV1(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage, ...spec } = (object['spec'] ?? {}) as SpecV1;
  const annotations = { ...object.metadata?.annotations };
  const read = (name: (typeof kept)[number]): unknown => {
    const text = annotations[prefix + name];
    delete annotations[prefix + name];
    return text === undefined ? undefined : parseQuietly(text);
  };
  const others = read('metrics');
  const behavior = read('behavior');
  for (const name of kept) read(name);
  const target = { type: 'Utilization', averageUtilization: targetCPUUtilizationPercentage };
  const metrics = [
    ...(Array.isArray(others) ? others.map(metricFromV1) : []),
    ...(targetCPUUtilizationPercentage === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target } }]),
  ];
  const { annotations: _own, ...metadata } = object.metadata ?? {};
  const { status: _status, ...rest } = object;
  return {
    ...rest,
    apiVersion: 'autoscaling/v2',
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: { ...spec, ...(metrics.length > 0 && { metrics }), ...(isMap(behavior) && { behavior }) },
  };
}

function isCpuUtilization({ type, resource }: MetricSpec): boolean {
  return type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined;
}

/** Version 1 flattens a metric's target. */
function metricToV1(metric: MetricSpec): unknown {
  const { type, resource } = metric;
  if (!resource) return metric;
  const { averageUtilization, averageValue } = resource.target;
  return {
    type,
    resource: {
      name: resource.name,
      ...(averageUtilization !== undefined && { targetAverageUtilization: averageUtilization }),
      ...(averageValue !== undefined && { targetAverageValue: averageValue }),
    },
  };
}

function metricFromV1(metric: unknown): unknown {
  if (!isMap(metric) || !isMap(metric['resource'])) return metric;
  const { name, targetAverageUtilization, targetAverageValue } = metric['resource'];
  const target =
    targetAverageUtilization === undefined
      ? { type: 'AverageValue', averageValue: targetAverageValue }
      : { type: 'Utilization', averageUtilization: targetAverageUtilization };
  return { type: metric['type'], resource: { name, target } };
}

function currentToV1(metric: MetricStatus): unknown {
  const { type, resource } = metric;
  if (!resource) return metric;
  const { averageUtilization, averageValue } = resource.current;
  return {
    type,
    resource: {
      name: resource.name,
      ...(averageUtilization !== undefined && { currentAverageUtilization: averageUtilization }),
      currentAverageValue: averageValue,
    },
  };
}

function inOrder(condition: NonNullable<HorizontalPodAutoscalerStatus['conditions']>[number]): unknown {
  const { type, status, lastTransitionTime, reason, message } = condition;
  return { type, status, lastTransitionTime, reason, message };
}

function withKept(own: Readonly<Record<string, string>> = {}, values: Kept): Record<string, string> {
  const texts = Object.entries(values).map(([name, value]) => [prefix + name, JSON.stringify(value)]);
  return { ...own, ...Object.fromEntries(texts) };
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
