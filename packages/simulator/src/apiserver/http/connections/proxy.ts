import { StatusError, type Stored, statuses } from '@podlab/apimachinery';
import { bytesOf, formatRequest, type HttpResponse, textOf } from '@podlab/shell';
import type { Endpoints, Service } from 'kubernetes-types/core/v1';
import { type HttpGetOutcome, httpGetAndWait, type HttpTarget } from '../../../network/http-get.ts';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import { findByPlural } from '../../registry/resources.ts';
import type { HttpContext } from '../http-context.ts';
import { findObject } from '../verbs/read-objects.ts';
import { errorResponse } from '../bodies/responses.ts';

/** What a path of the API proxy names. */
export interface Proxied {
  readonly plural: 'pods' | 'services';
  readonly namespace: string;
  readonly scheme: string;
  readonly name: string;
  readonly port: string;
  /** What is asked of the process; begins with a slash. */
  readonly path: string;
}

/** `/api/v1/namespaces/NS/{pods,services}/[SCHEME:]NAME[:PORT]/proxy/PATH`; undefined for other paths. */
export function findProxied(pathname: string): Proxied | undefined {
  const match = /^\/api\/v1\/namespaces\/([^/]+)\/(pods|services)\/([^/]+)\/proxy(\/.*)?$/.exec(pathname);
  if (!match) return undefined;
  const parts = decodeURIComponent(match[3] ?? '').split(':');
  if (parts.length > 3) {
    const asked = JSON.stringify(parts.join(':'));
    throw statuses.badRequest(`invalid ${match[2] === 'pods' ? 'pod' : 'service'} request ${asked}`);
  }
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  const plural = match[2] === 'pods' ? 'pods' : 'services';
  return { plural, namespace: match[1] ?? '', scheme, name, port, path: match[4] ?? '/' };
}

/**
 * Passes a request on to a process and its answer back.
 * @throws StatusError when there is nobody to pass it to
 * @see kubernetes v1.36 pkg/registry/core/{pod,service}/.../ResourceLocation
 */
export function proxyRequest(context: HttpContext, proxied: Proxied, request: ApiRequest, search: string): ApiResponse {
  const { host, port } = proxied.plural === 'pods' ? podAddress(context, proxied) : serviceAddress(context, proxied);
  const dropped = ['host', 'connection', 'authorization', 'content-length', 'transfer-encoding', 'accept-encoding'];
  const body = textOf(request.body ?? new Uint8Array(0));
  const text = formatRequest({
    method: request.method,
    target: `${proxied.path}${search}`,
    version: 'HTTP/1.1',
    headers: [
      ['Host', `${host}:${port}`],
      ...Object.entries(request.headers).filter(([name]) => !dropped.includes(name)),
      ['Connection', 'close'],
      ...(body === '' ? [] : ([['Content-Length', String(body.length)]] as const)),
    ],
    body,
  });
  const target: HttpTarget = {
    scheme: proxied.scheme === 'https' ? 'HTTPS' : 'HTTP',
    host,
    port,
    path: proxied.path,
    headers: [],
    userAgent: '',
    request: { method: request.method, text },
  };
  return { ...noAnswer, later: exchange(context, target) };
}

const noAnswer = { status: 504, headers: { 'content-type': 'text/plain' }, body: 'no answer has come yet' } as const;

/** Begins at once; what has come is kept until somebody asks. */
function exchange(context: HttpContext, target: HttpTarget): NonNullable<ApiResponse['later']> {
  let answer: ApiResponse | undefined;
  let tell: ((response: ApiResponse) => void) | undefined;
  const giveUp = httpGetAndWait(context.network(), target, (outcome) => {
    answer = toResponse(outcome);
    tell?.(answer);
  })(() => undefined);
  return (onAnswer) => {
    if (answer) onAnswer(answer);
    else tell = onAnswer;
    return () => {
      tell = undefined;
      if (answer === undefined) giveUp?.();
    };
  };
}

function toResponse(outcome: HttpGetOutcome): ApiResponse {
  if (outcome.kind === 'failed') {
    // The API server's own dialler speaks TLS; it words this otherwise than Go's client for HTTP.
    const why = outcome.cause.replace(
      /^http: server gave HTTP .*/,
      'tls: first record does not look like a TLS handshake',
    );
    return errorResponse(unavailable(`error trying to reach service: ${why}`));
  }
  const { status, headers, body }: HttpResponse = outcome.response;
  const dropped = ['connection', 'content-length', 'transfer-encoding', 'keep-alive'];
  const kept = headers.filter(([name]) => !dropped.includes(name.toLowerCase()));
  return {
    status,
    headers: Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), value])),
    body: bytesOf(body),
  };
}

function podAddress(context: HttpContext, { namespace, name, port }: Proxied): { host: string; port: number } {
  const pod = findObject(context, { definition: findByPlural('pods'), namespace, name, subresource: undefined });
  const { spec, status } = pod as { spec?: PodPorts; status?: { podIP?: string } };
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  const named = ports.find((one) => one.name === port)?.containerPort;
  const number = port === '' ? (ports[0]?.containerPort ?? 80) : (named ?? Number(port));
  if (!status?.podIP || !Number.isInteger(number)) throw unavailable(`pod ${name} has no address for port "${port}"`);
  return { host: status.podIP, port: number };
}

interface PodPorts {
  readonly containers?: readonly {
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  }[];
}

function serviceAddress(
  context: HttpContext,
  { namespace, scheme, name, port }: Proxied,
): { host: string; port: number } {
  const service = findObject(context, {
    definition: findByPlural('services'),
    namespace,
    name,
    subresource: undefined,
  });
  const { spec } = service as Service;
  const ofNumber = spec?.ports?.find((one) => String(one.port) === port);
  if (/^\d+$/.test(port) && !ofNumber) throw unavailable(`no service port ${port} found for service "${name}"`);
  const portName = ofNumber ? (ofNumber.name ?? '') : port;
  const endpoints = context.writes.store.get('endpoints', `${namespace}/${name}`) as Stored<Endpoints> | undefined;
  if (!endpoints) throw statuses.notFound({ group: '', resource: 'services' }, name);
  const { subsets = [] } = endpoints;
  for (const { addresses = [], ports = [] } of subsets) {
    // Only Pods are passed on to.
    const pod = addresses.find(({ targetRef }) => targetRef);
    const found = ports.find((one) => (one.name ?? '') === portName);
    if (pod && found) return { host: pod.ip, port: found.port };
  }
  const asked = [scheme, name, port].filter(Boolean).join(':');
  throw unavailable(`no endpoints available for service "${subsets.length === 0 ? name : asked}"`);
}

function unavailable(message: string): StatusError {
  return new StatusError({ message, reason: 'ServiceUnavailable', code: 503 });
}
