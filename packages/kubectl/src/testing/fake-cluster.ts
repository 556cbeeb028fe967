import { FakeClock, type KubeObject, statuses, StatusError } from '@podlab/apimachinery';
import { type KubeTransport, type MessageStream, TransportError, type TransportRequest } from '@podlab/kube-client';
import { createKubectl, type KubectlOptions } from '../kubectl.ts';

/** A request as the fake cluster saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly contentType: string | undefined;
}

const resources = [
  { group: '', version: 'v1', resource: 'pods', kind: 'Pod', singular: 'pod', short: ['po'], namespaced: true },
  { group: '', version: 'v1', resource: 'nodes', kind: 'Node', singular: 'node', short: ['no'], namespaced: false },
  {
    group: '',
    version: 'v1',
    resource: 'services',
    kind: 'Service',
    singular: 'service',
    short: ['svc'],
    namespaced: true,
  },
  {
    group: '',
    version: 'v1',
    resource: 'configmaps',
    kind: 'ConfigMap',
    singular: 'configmap',
    short: ['cm'],
    namespaced: true,
  },
  {
    group: '',
    version: 'v1',
    resource: 'namespaces',
    kind: 'Namespace',
    singular: 'namespace',
    short: ['ns'],
    namespaced: false,
  },
  { group: '', version: 'v1', resource: 'events', kind: 'Event', singular: 'event', short: ['ev'], namespaced: true },
  {
    group: 'apps',
    version: 'v1',
    resource: 'deployments',
    kind: 'Deployment',
    singular: 'deployment',
    short: ['deploy'],
    namespaced: true,
  },
  {
    group: 'apps',
    version: 'v1',
    resource: 'controllerrevisions',
    kind: 'ControllerRevision',
    singular: 'controllerrevision',
    short: [],
    namespaced: true,
  },
  {
    group: 'apps',
    version: 'v1',
    resource: 'daemonsets',
    kind: 'DaemonSet',
    singular: 'daemonset',
    short: ['ds'],
    namespaced: true,
  },
  {
    group: 'apps',
    version: 'v1',
    resource: 'statefulsets',
    kind: 'StatefulSet',
    singular: 'statefulset',
    short: ['sts'],
    namespaced: true,
  },
  {
    group: 'batch',
    version: 'v1',
    resource: 'jobs',
    kind: 'Job',
    singular: 'job',
    short: [],
    namespaced: true,
  },
  {
    group: 'batch',
    version: 'v1',
    resource: 'cronjobs',
    kind: 'CronJob',
    singular: 'cronjob',
    short: ['cj'],
    namespaced: true,
  },
  {
    group: 'apps',
    version: 'v1',
    resource: 'replicasets',
    kind: 'ReplicaSet',
    singular: 'replicaset',
    short: ['rs'],
    namespaced: true,
  },
];

/** A cluster that holds what a test puts into it: enough of the API for one command at a time, and no behaviour. */
export function createFakeCluster(
  options: Partial<KubectlOptions> & { readonly files?: Readonly<Record<string, string>> } = {},
) {
  const objects = new Map<string, KubeObject>();
  const seen: Seen[] = [];
  const clock = new FakeClock();
  const answers: ((request: Seen) => Response | undefined)[] = [];
  let stdout = '';
  let stderr = '';
  let stream: MessageStream | undefined;
  const transport: KubeTransport = {
    fetch: async (path, init: TransportRequest = {}) => {
      const text = typeof init.body === 'string' ? init.body : '';
      const request = {
        method: init.method ?? 'GET',
        path: decodeURIComponent(path),
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
        contentType: init.headers?.['content-type']?.toString(),
      };
      if (request.method !== 'GET') seen.push(request);
      for (const answer of answers) {
        const given = answer(request);
        if (given) return given;
      }
      try {
        return json(handle(objects, request, init.headers?.['accept']?.toString() ?? ''));
      } catch (error) {
        if (error instanceof StatusError) return json(error.status, error.code);
        throw error;
      }
    },
    connect: async () => {
      if (!stream) throw new TransportError('no stream here', undefined);
      return stream;
    },
    close: async () => {},
  };
  const kubectl = createKubectl({
    transport,
    clock,
    namespace: 'lab',
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    readFile: async (path) => options.files?.[path],
    ...options,
  });
  return {
    clock,
    transport,
    seen,
    answers,
    /** Puts an object in its place. */
    put: (object: KubeObject) => objects.set(placeOf(object), withMeta(object)),
    serve: (messages: MessageStream) => {
      stream = messages;
    },
    /** Runs a command and gives what it printed. */
    run: async (...argv: string[]) => {
      [stdout, stderr] = ['', ''];
      const exitCode = await kubectl.run(argv, { signal: new AbortController().signal });
      return { stdout, stderr, exitCode };
    },
  };
}

/** An answer in JSON. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

function withMeta(object: KubeObject): KubeObject {
  const { name = '' } = object.metadata ?? {};
  const metadata = {
    uid: `uid-${name}`,
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    ...object.metadata,
  };
  return { ...object, metadata };
}

function placeOf({ apiVersion = '', kind, metadata }: KubeObject): string {
  const found = resources.find((resource) => resource.kind === kind);
  const namespace = found?.namespaced ? `/namespaces/${metadata?.namespace ?? 'lab'}` : '';
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}${namespace}/${found?.resource ?? ''}/${metadata?.name ?? ''}`;
}

function handle(objects: Map<string, KubeObject>, { method, path, body }: Seen, accept: string): unknown {
  const [place = ''] = path.split('?');
  if (place === '/api' || place === '/apis') return discovery(place === '/api');
  const at = /^(\/apis?\/.*?)(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+)(?:\/([a-z]+))?)?$/.exec(place);
  const resource = resources.find(({ resource: name }) => name === at?.[3]);
  if (!at || !resource) throw statuses.unknownPath();
  if (method === 'POST' && at[4] === undefined) return withMeta(body as KubeObject);
  if (at[4] === undefined) return list(objects, place, path, accept);
  const object = objects.get(`${at[1]}${at[2] === undefined ? '' : `/namespaces/${at[2]}`}/${at[3]}/${at[4]}`);
  if (!object) throw statuses.notFound(resource, at[4]);
  if (method === 'DELETE' && at[5] === undefined) objects.delete(place);
  return accept.includes('as=Table') ? table([object]) : object;
}

function list(objects: Map<string, KubeObject>, place: string, path: string, accept: string): unknown {
  const suffix = place.slice(place.lastIndexOf('/') + 1);
  const wanted = /fieldSelector=metadata\.name=([^&]+)/.exec(path)?.[1];
  const items = [...objects]
    .filter(([key]) => key.startsWith(`${place}/`) || (!place.includes('/namespaces/') && key.includes(`/${suffix}/`)))
    .map(([, object]) => object)
    .filter(({ metadata }) => wanted === undefined || metadata?.name === wanted);
  return accept.includes('as=Table')
    ? table(items)
    : { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '9' }, items };
}

function table(items: readonly KubeObject[]): unknown {
  return {
    kind: 'Table',
    metadata: { resourceVersion: '9' },
    columnDefinitions: [{ name: 'Name' }, { name: 'Ready' }, { name: 'Node', priority: 1 }],
    rows: items.map((object) => ({ cells: [object.metadata?.name, '1/1', 'n1'], object })),
  };
}

function discovery(core: boolean): unknown {
  const names = core ? [''] : ['apps', 'batch'];
  const items = names.map((name) => ({
    metadata: { name },
    versions: [
      {
        version: 'v1',
        resources: resources
          .filter(({ group }) => group === name)
          .map((item) => ({
            resource: item.resource,
            responseKind: { kind: item.kind },
            scope: item.namespaced ? 'Namespaced' : 'Cluster',
            singularResource: item.singular,
            shortNames: item.short,
            categories: ['pods', 'services', 'deployments', 'replicasets'].includes(item.resource) ? ['all'] : [],
            verbs: ['get', 'list', 'watch', 'delete'],
          })),
      },
    ],
  }));
  return { kind: 'APIGroupDiscoveryList', items };
}
