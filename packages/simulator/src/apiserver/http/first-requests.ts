/**
 * What a client asks that sets something up and watches it: discovery, objects as JSON, new objects. It is answered by
 * less code than everything that may be asked; a page has this code first.
 */
import type { ApiRequest, ApiResponse } from '../exchange.ts';
import { discover, discoveryVersion, isDiscovery } from './discovery/discovery.ts';
import type { HttpContext } from './http-context.ts';
import { metricsGroup } from './discovery/metrics-resources.ts';
import { wantedForm } from './bodies/wanted-form.ts';
import { isJsonObject } from './bodies/parse-body.ts';
import { postObject } from './verbs/post-object.ts';
import { readObjects } from './verbs/read-objects.ts';
import { mayBeRefused, mayRefuseWrite } from './parameters.ts';
import { findTarget, parseApiPath } from './request-info.ts';

type Answer = (context: HttpContext) => ApiResponse;

/** @returns undefined for every other request, and for one that may be wrong */
export function findFirstRequest(request: ApiRequest): Answer | undefined {
  if ((request.method !== 'GET' && request.method !== 'POST') || wantedForm(request) !== 'kept') return undefined;
  const url = new URL(request.path, 'http://server');
  if (url.pathname.length > 1 && url.pathname.endsWith('/')) return undefined;
  return request.method === 'GET' ? findGet(request, url) : findPost(request, url);
}

function findGet(request: ApiRequest, { pathname, searchParams }: URL): Answer | undefined {
  if (request.headers['accept']?.includes('as=Table')) return undefined;
  if (isDiscovery(pathname)) return (context) => discover(context, pathname, request);
  const path = parseApiPath(pathname);
  if (!path || path.group === metricsGroup.name) return undefined;
  if (path.rest.length === 0) return () => discoveryVersion(path.group, path.version);
  const target = findTarget(path);
  if (!target || target.subresource !== undefined || target.definition.deprecation !== undefined) return undefined;
  if (mayBeRefused(searchParams)) return undefined;
  return (context) => readObjects(context, target, request, searchParams);
}

function findPost(request: ApiRequest, { pathname, searchParams }: URL): Answer | undefined {
  const { body, headers } = request;
  if (!body || !isJsonObject(body, headers['content-type'] ?? '')) return undefined;
  const path = parseApiPath(pathname);
  const target = path && findTarget(path);
  if (!target || target.name !== undefined || target.definition.deprecation !== undefined) return undefined;
  if (target.definition.plural === 'events' || mayRefuseWrite(searchParams)) return undefined;
  return (context) => postObject(context, target, request, searchParams);
}
