import { formatQuantity, matchesSelector, parseQuantity, quantityMillis } from '@podlab/apimachinery';
import type {
  HorizontalPodAutoscalerBehavior,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
} from 'kubernetes-types/autoscaling/v2';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { PodMetrics } from '../../metrics/metrics-server.ts';
import { groupPods, type PodUsage } from './group-pods.ts';
import { proposeReplicas, type Target } from './replica-count.ts';
import type { ScaleTarget } from './scale-target.ts';

/** What a metric says. */
export type MetricOutcome =
  | { readonly replicas: number; readonly name: string; readonly status: MetricStatus }
  /** It cannot be measured: the reason of an Event, its text, and how the whole is told of it. */
  | { readonly reason: string; readonly message: string; readonly summary: string };

/** What measuring looks at. */
export interface MetricSurroundings {
  readonly target: ScaleTarget;
  /** All Pods of the namespace. */
  readonly pods: readonly StoredOf<'pods'>[];
  /** All that is measured in the namespace. */
  readonly metrics: readonly PodMetrics[];
  readonly behavior: HorizontalPodAutoscalerBehavior | undefined;
  readonly nowMs: number;
}

const noCustomMetrics = {
  Pods: ['FailedGetPodsMetric', 'custom', 'pods'],
  Object: ['FailedGetObjectMetric', 'custom', 'object'],
  External: ['FailedGetExternalMetric', 'external', 'external'],
} as const;

/** Works out what one metric of an autoscaler asks for. @see pkg/controller/podautoscaler/horizontal.go (v1.36) */
export function measureMetric(metric: MetricSpec, around: MetricSurroundings): MetricOutcome {
  const source = metric.containerResource ?? metric.resource;
  if (!source) return measureNothing(metric);
  const container = metric.containerResource?.container;
  const { name, target } = source;
  const isContainer = container !== undefined;
  const fail = (what: string, why: string): MetricOutcome => {
    const message = `failed to get ${name} ${what}: ${why}`;
    return {
      reason: isContainer ? 'FailedGetContainerResourceMetric' : 'FailedGetResourceMetric',
      message,
      summary: `failed to get ${isContainer ? `${container} container` : `${name} resource`} metric value: ${message}`,
    };
  };
  const what = target.averageValue === undefined ? 'utilization' : 'usage';
  const pods = around.pods.filter(({ metadata }) => matchesSelector(around.target.selector, metadata.labels));
  const usage = usageOf(around.metrics, new Set(pods.map(({ metadata }) => metadata.name)), name, container);
  if (usage.size === 0) {
    return fail(what, `unable to get metrics for resource ${name}: no metrics returned from resource metrics API`);
  }
  const wanted = targetOf(target, pods, name, container);
  if (typeof wanted === 'string') return fail(what, wanted);
  const groups = groupPods(pods, usage, { isCpu: name === 'cpu', nowMs: around.nowMs });
  const proposal = proposeReplicas(around.target.replicas, usage, groups, wanted, tolerances(around.behavior));
  if (typeof proposal === 'string') return fail(what, proposal);
  const averageValue = amountText(name, proposal.average);
  const current = {
    ...(proposal.utilization === undefined ? {} : { averageUtilization: proposal.utilization }),
    averageValue,
  };
  const suffix = what === 'usage' ? '' : ' utilization (percentage of request)';
  return {
    replicas: proposal.replicas,
    name: `${name} ${isContainer && what !== 'usage' ? 'container ' : ''}resource${suffix}`,
    status: isContainer
      ? { type: 'ContainerResource', containerResource: { name, container, current } }
      : { type: 'Resource', resource: { name, current } },
  };
}

/** Metrics that an adapter would have to serve; there is none, as on a cluster where none was installed. */
function measureNothing(metric: MetricSpec): MetricOutcome {
  const [reason, api, word] = noCustomMetrics[metric.type as keyof typeof noCustomMetrics] ?? noCustomMetrics.External;
  const name = (metric.pods ?? metric.object ?? metric.external)?.metric.name ?? '';
  const why = `unable to fetch metrics from ${api} metrics API: no ${api} metrics API (${api}.metrics.k8s.io) registered`;
  const message = `unable to get metric ${name}: ${why}`;
  return { reason, message, summary: `failed to get ${word} metric value: ${message}` };
}

function usageOf(
  metrics: readonly PodMetrics[],
  podNames: ReadonlySet<string>,
  resource: string,
  container: string | undefined,
): Map<string, PodUsage> {
  const usage = new Map<string, PodUsage>();
  for (const { name, timeMs, windowMs, containers } of metrics) {
    const measured = containers.filter((one) => container === undefined || one.name === container);
    if (!podNames.has(name) || measured.length === 0) continue;
    const value = measured.reduce(
      (sum, { cpuNanoCores, memoryBytes }) =>
        sum + (resource === 'cpu' ? Math.ceil(cpuNanoCores / 1e6) : memoryBytes * 1000),
      0,
    );
    usage.set(name, { value, timeMs, windowMs });
  }
  return usage;
}

function targetOf(
  target: { readonly averageUtilization?: number; readonly averageValue?: string },
  pods: readonly StoredOf<'pods'>[],
  resource: string,
  container: string | undefined,
): Target | string {
  if (target.averageValue !== undefined) return { average: quantityMillis(parseQuantity(target.averageValue)) };
  const requests = new Map<string, number>();
  for (const { metadata, spec } of pods) {
    const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
    let sum = 0;
    for (const { name, resources } of [...(spec?.containers ?? []), ...sidecars]) {
      if (container !== undefined && name !== container) continue;
      const request = resources?.requests?.[resource];
      if (request === undefined) return `missing request for ${resource} in container ${name} of Pod ${metadata.name}`;
      sum += quantityMillis(parseQuantity(request));
    }
    requests.set(metadata.name, sum);
  }
  return { utilization: target.averageUtilization ?? 0, requests };
}

function tolerances(behavior: HorizontalPodAutoscalerBehavior | undefined): { up?: number; down?: number } {
  // The types that we build on do not have it yet.
  const read = (rules: (HPAScalingRules & { readonly tolerance?: string }) | undefined) => {
    const text = rules?.tolerance;
    return text === undefined ? undefined : quantityMillis(parseQuantity(text)) / 1000;
  };
  const [up, down] = [read(behavior?.scaleUp), read(behavior?.scaleDown)];
  return { ...(up === undefined ? {} : { up }), ...(down === undefined ? {} : { down }) };
}

/** @param thousandths of a core or of a byte */
function amountText(resource: string, thousandths: number): string {
  const format = resource === 'memory' ? 'BinarySI' : 'DecimalSI';
  return formatQuantity({ nanos: BigInt(Math.round(thousandths)) * 1_000_000n, format });
}
