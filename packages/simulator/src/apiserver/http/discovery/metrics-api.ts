import {
  formatGoDuration,
  formatTime,
  matchesSelector,
  parseSelector,
  statuses,
  type Stored,
} from '@podlab/apimachinery';
import type { PodMetrics } from '../../../metrics/metrics-server.ts';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import type { HttpContext } from '../http-context.ts';
import { metricsGroup } from './metrics-resources.ts';
import { jsonResponse } from '../bodies/responses.ts';

const apiVersion = `${metricsGroup.name}/${metricsGroup.version}`;

/** What a path below the group asks for. */
interface MetricsPath {
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Answers a request for usage. @throws StatusError */
export function getMetrics(
  context: HttpContext,
  rest: readonly string[],
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const path = parsePath(rest);
  if (!path) throw statuses.unknownPath();
  const resource = { group: metricsGroup.name, resource: path.plural };
  if (request.method !== 'GET') throw statuses.methodNotSupported(resource, request.method.toLowerCase());
  const selector = parseSelector(query.get('labelSelector') ?? '');
  const all = path.plural === 'nodes' ? nodeMetrics(context) : podMetrics(context);
  const found = all.filter(
    ({ metadata }) =>
      (path.namespace === undefined || metadata.namespace === path.namespace) &&
      (path.name === undefined ? matchesSelector(selector, metadata.labels) : metadata.name === path.name),
  );
  const [first] = found;
  if (path.name !== undefined) {
    if (!first)
      throw statuses.notFound({ group: metricsGroup.name, resource: kindOf(path).toLowerCase() }, fullName(path));
    return jsonResponse(200, first);
  }
  return jsonResponse(200, { kind: `${kindOf(path)}List`, apiVersion, metadata: {}, items: found });
}

function parsePath(rest: readonly string[]): MetricsPath | undefined {
  const [first, second, third, fourth, ...more] = rest;
  if (more.length > 0) return undefined;
  if (first === 'namespaces' && second !== undefined && third === 'pods') {
    return { plural: 'pods', namespace: second, ...(fourth === undefined ? {} : { name: fourth }) };
  }
  if (third !== undefined) return undefined;
  if (first === 'nodes') return { plural: 'nodes', ...(second === undefined ? {} : { name: second }) };
  return first === 'pods' && second === undefined ? { plural: 'pods' } : undefined;
}

function kindOf({ plural }: MetricsPath): string {
  return plural === 'nodes' ? 'NodeMetrics' : 'PodMetrics';
}

function fullName({ namespace, name = '' }: MetricsPath): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function podMetrics(context: HttpContext): Stored[] {
  const { store } = context.writes;
  return context.metrics.podMetrics().flatMap((metrics): Stored[] => {
    const pod = store.get('pods', `${metrics.namespace}/${metrics.name}`);
    if (!pod) return [];
    const containers = metrics.containers.map(({ name, cpuNanoCores, memoryBytes }) => ({
      name,
      usage: usageText(cpuNanoCores, memoryBytes),
    }));
    const { name, namespace } = metrics;
    return [
      metricsObject(context, 'PodMetrics', { name, namespace, labels: pod.metadata.labels }, metrics, { containers }),
    ];
  });
}

function nodeMetrics(context: HttpContext): Stored[] {
  const all = context.metrics.podMetrics();
  const nodes = context.writes.store.list('nodes');
  return nodes.flatMap((node): Stored[] => {
    const { name, labels } = node.metadata;
    const onNode = all.filter(({ nodeName }) => nodeName === name);
    const timing = onNode[0] ?? all[0] ?? { timeMs: context.writes.timers.nowMs(), windowMs: 15_000 };
    const containers = onNode.flatMap((metrics) => metrics.containers);
    const sum = (pick: (container: (typeof containers)[number]) => number) =>
      containers.reduce((total, container) => total + pick(container), 0);
    const usage = usageText(
      sum(({ cpuNanoCores }) => cpuNanoCores),
      sum(({ memoryBytes }) => memoryBytes),
    );
    return [metricsObject(context, 'NodeMetrics', { name, labels }, timing, { usage })];
  });
}

function metricsObject(
  context: HttpContext,
  kind: string,
  { name, namespace, labels }: { name: string; namespace?: string; labels: Stored['metadata']['labels'] },
  { timeMs, windowMs }: Pick<PodMetrics, 'timeMs' | 'windowMs'>,
  usage: object,
): Stored {
  const { nowMs } = { nowMs: context.writes.timers.nowMs() - context.skewMs() };
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: formatTime(nowMs),
    ...(labels ? { labels } : {}),
  };
  const timestamp = formatTime(timeMs - context.skewMs());
  return { kind, apiVersion, metadata, timestamp, window: formatGoDuration(windowMs), ...usage } as unknown as Stored;
}

function usageText(cpuNanoCores: number, memoryBytes: number) {
  const cpu = cpuNanoCores === 0 ? '0' : `${cpuNanoCores}n`;
  return { cpu, memory: `${Math.ceil(memoryBytes / 1024)}Ki` };
}
