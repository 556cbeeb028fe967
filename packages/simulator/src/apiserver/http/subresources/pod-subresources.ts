import { isMap, parseTime, statuses, type Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import type { ApiRequest, ApiResponse, LogRequest } from '../../exchange.ts';
import { bindPod } from '../../writes/bind-pod.ts';
import { evictPod } from '../../writes/evict-pod.ts';
import { containerOf, kubeletOf } from './container-of-pod.ts';
import { parseDeleteOptions } from '../verbs/delete-objects.ts';
import type { HttpContext } from '../http-context.ts';
import { parseBody } from '../bodies/parse-body.ts';
import { findObject } from '../verbs/read-objects.ts';
import { jsonResponse } from '../bodies/responses.ts';
import { isDryRun } from '../verbs/post-object.ts';
import type { NamedTarget } from '../verbs/write-objects.ts';

const created = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

/** POST pods/eviction. */
export function postEviction(
  context: HttpContext,
  { namespace = '', name }: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const body = parseBody(request.body, request.headers['content-type'] ?? '');
  const metadata = isMap(body['metadata']) ? body['metadata'] : {};
  if (metadata['name'] !== name) throw statuses.badRequest('name in URL does not match name in Eviction object');
  const options = isMap(body['deleteOptions']) ? body['deleteOptions'] : {};
  evictPod(context.writes, { namespace, name, deleteOptions: parseDeleteOptions(options, isDryRun(query)) });
  return jsonResponse(201, created);
}

/** POST pods/binding. */
export function postBinding(
  context: HttpContext,
  { namespace = '', name }: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const body = parseBody(request.body, request.headers['content-type'] ?? '');
  const target = isMap(body['target']) ? body['target'] : {};
  const metadata = isMap(body['metadata']) ? body['metadata'] : {};
  const nodeName = target['name'];
  if (typeof nodeName !== 'string' || nodeName === '') throw statuses.badRequest('target.name: Required value');
  bindPod(context.writes, {
    namespace,
    name,
    nodeName,
    dryRun: isDryRun(query),
    ...(typeof metadata['uid'] === 'string' ? { uid: metadata['uid'] } : {}),
    ...(isMap(metadata['annotations']) ? { annotations: metadata['annotations'] as Record<string, string> } : {}),
  });
  return jsonResponse(201, created);
}

/** GET pods/log. Times in the log itself are the kubelet's to show; it knows the skew too. */
export function getLogs(context: HttpContext, target: NamedTarget, query: URLSearchParams): ApiResponse {
  const pod = findObject(context, target) as Stored<Pod>;
  const container = containerOf(pod, query.get('container'));
  const headers = { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' };
  if (!pod.spec?.nodeName) return { status: 204, headers, body: '' };
  const kubelet = kubeletOf(context, pod);
  return { status: 200, headers, body: kubelet.logs(logRequest(context, pod, container, query)) };
}

function logRequest(
  { skewMs }: HttpContext,
  { metadata }: Stored<Pod>,
  container: string,
  query: URLSearchParams,
): LogRequest {
  const sinceTimeMs = parseTime(query.get('sinceTime') ?? undefined);
  const numbers = ['tailLines', 'limitBytes', 'sinceSeconds'].flatMap((name): [string, number][] => {
    const value = query.get(name);
    return value === null ? [] : [[name, positive(name, value)]];
  });
  return {
    namespace: metadata.namespace ?? '',
    pod: metadata.name,
    container,
    follow: query.get('follow') === 'true',
    previous: query.get('previous') === 'true',
    timestamps: query.get('timestamps') === 'true',
    ...Object.fromEntries(numbers),
    ...(sinceTimeMs === undefined ? {} : { sinceTimeMs: sinceTimeMs + skewMs() }),
  };
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0) return number;
  throw statuses.badRequest(`${name}: Invalid value: ${JSON.stringify(value)}: must be greater than or equal to 0`);
}
