import { createRandom, type KubeObject } from '@podlab/apimachinery';
import type { Deployment } from 'kubernetes-types/apps/v1';
import { createApiServer } from '../../apiserver/create-api-server.ts';
import type { LocalApi, ResourceName, StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { createEventRecorder } from '../../events/create-event-recorder.ts';
import { type MetricsSource, noMetrics } from '../../metrics/metrics-server.ts';
import { createControllers } from '../create-controllers.ts';
import { createRareControllers } from '../rare-controllers.ts';
import { FakeKubelet } from './fake-kubelet.ts';
import { FakeTimers } from './fake-timers.ts';

/** A control plane with the real store and API server, and a fake kubelet, on fake timers. */
export interface TestCluster {
  readonly api: LocalApi;
  readonly timers: FakeTimers;
  readonly kubelet: FakeKubelet;
  readonly context: ClusterContext;
  /** The API's HTTP edge. @returns the answer's code and body */
  request(method: string, path: string, body?: unknown): { readonly status: number; readonly body: unknown };
  /** Lets virtual time pass. */
  run(ms: number): void;
  /** Every version of every object since the start, oldest first. */
  history<R extends ResourceName>(resource: R): readonly { type: string; object: StoredOf<R> }[];
  pods(namespace?: string): readonly StoredOf<'pods'>[];
}

/** 2026-11-24T00:00:00Z. */
const startMs = 1_795_478_400_000;

export function createTestCluster(
  options: {
    readonly seed?: string;
    readonly nodes?: readonly string[];
    /** One to be made besides `default`. */
    readonly namespace?: string;
    /** What Pods use; default: nothing is measured. */
    readonly metrics?: MetricsSource;
    /** What stands between the controllers and the API; default nothing. */
    readonly wrapApi?: (api: LocalApi) => LocalApi;
  } = {},
): TestCluster {
  const timers = new FakeTimers(startMs);
  const random = createRandom(options.seed ?? 'test');
  const server = createApiServer({ timers, random: random.fork('api'), findKubelet: () => undefined });
  const api = server.local;
  const context: ClusterContext = {
    api: options.wrapApi?.(api) ?? api,
    timers,
    startedMs: startMs,
    random,
    metrics: options.metrics ?? noMetrics,
    tokens: server.tokens,
    eventRecorder: (component, host) =>
      createEventRecorder({
        api,
        timers,
        random: random.fork(`events/${component}`),
        component,
        ...(host ? { host } : {}),
      }),
  };
  const logs = new Map<ResourceName, { type: string; object: KubeObject }[]>();
  for (const resource of watched) {
    const log: { type: string; object: KubeObject }[] = [];
    logs.set(resource, log);
    api.watch(resource, ({ type, object }) => log.push({ type, object }), 0);
  }
  const kubelet = new FakeKubelet(api, timers);
  for (const component of [...createControllers(context), ...createRareControllers(context)]) component.start();
  for (const name of options.nodes ?? ['node-1']) {
    createNode(api, name);
    kubelet.renewLease(name);
  }
  timers.runUntil(timers.nowMs() + 1000);
  if (options.namespace) {
    api.create('namespaces', { metadata: { name: options.namespace } });
    timers.runUntil(timers.nowMs() + 1000);
  }
  return {
    api,
    timers,
    kubelet,
    context,
    request: (method, path, body) => {
      const bytes = body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const response = server.handle({ method, path, headers, ...(bytes ? { body: bytes } : {}) });
      const { status, body: text } = response;
      if (typeof text !== 'string') throw new Error(`${path} is not answered by text`);
      return { status, body: JSON.parse(text) as unknown };
    },
    run: (ms) => timers.runUntil(timers.nowMs() + ms),
    history: <R extends ResourceName>(resource: R) =>
      (logs.get(resource) ?? []) as unknown as { type: string; object: StoredOf<R> }[],
    pods: (namespace) => api.list('pods', namespace),
  };
}

const watched = [
  'deployments',
  'replicasets',
  'pods',
  'events',
  'nodes',
  'endpointslices',
  'poddisruptionbudgets',
] as const satisfies readonly ResourceName[];

/** A node that is ready and has room. */
export function createNode(api: LocalApi, name: string): StoredOf<'nodes'> {
  const node = api.create('nodes', {
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
  });
  const status = {
    allocatable: { cpu: '2', memory: '8Gi', pods: '110' },
    capacity: { cpu: '2', memory: '8Gi', pods: '110' },
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }],
  };
  return api.updateStatus('nodes', { ...node, status });
}

/** A Deployment whose Pods run one container. */
export function aDeployment(name: string, replicas: number, overrides: Partial<Deployment['spec']> = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: 'busybox:1.37' }] },
      },
      ...overrides,
    },
  };
}
