import { createRandom, decodeUtf8, encodeUtf8 } from '@podlab/apimachinery';
import { createApiServer, type ApiServer } from '../create-api-server.ts';
import type { ApiResponse, KubeletApi } from '../exchange.ts';
import { TestTimers } from './test-timers.ts';

/** When test servers begin: 2026-01-01T00:00:00Z. */
export const startMs = 1_767_225_600_000;

/** What `kubectl get` sends as Accept. */
export const tableAccept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

export interface SendOptions {
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  /** Others, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body, parsed. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every kind
  readonly json: any;
}

export interface TestServer {
  readonly timers: TestTimers;
  readonly server: ApiServer;
  send(method: string, path: string, options?: SendOptions): Answer;
  /** The lines of a watch, as they come. */
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  watch(path: string, accept?: string): { readonly events: any[]; ended(): boolean; stop(): void };
}

/** An API server whose time stands still until the test moves it. */
export function createTestServer(kubelet?: KubeletApi): TestServer {
  const timers = new TestTimers(startMs);
  const server = createApiServer({ timers, random: createRandom('test'), findKubelet: () => kubelet });
  const raw = (method: string, path: string, { body, type, accept, headers }: SendOptions = {}): ApiResponse =>
    server.handle({
      method,
      path,
      headers: { accept: accept ?? 'application/json', 'content-type': type ?? 'application/json', ...headers },
      ...(body === undefined ? {} : { body: bytesOf(body) }),
    });
  return {
    timers,
    server,
    send: (method, path, options) => answerOf(raw(method, path, options)),
    watch: (path, accept) => {
      const response = raw('GET', path, accept === undefined ? {} : { accept });
      const { body } = response;
      if (typeof body === 'string' || body instanceof Uint8Array)
        throw new Error(`no watch: ${answerOf(response).text}`);
      const events: unknown[] = [];
      let isOver = false;
      const stop = body.subscribe({
        write: (chunk) => events.push(JSON.parse(decodeUtf8(chunk))),
        end: () => {
          isOver = true;
        },
      });
      return { events, ended: () => isOver, stop };
    },
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body));
}

function answerOf({ status, headers, body }: ApiResponse): Answer {
  const text = typeof body === 'string' ? body : body instanceof Uint8Array ? decodeUtf8(body) : '';
  return {
    status,
    headers,
    text,
    get json() {
      return JSON.parse(text);
    },
  };
}

/** A Pod as a learner writes it. */
export function podManifest(name: string, spec: object = {}): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'busybox:1.37' }], ...spec },
  };
}

/** A Deployment as a learner writes it. */
export function deploymentManifest(name: string, replicas = 2): Record<string, unknown> {
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
    },
  };
}
