import { StatusError, statuses } from '@podlab/apimachinery';
import { tokens } from '#parts';
import { answering } from './answering.ts';
import { applyObject, applyType } from './verbs/apply-object.ts';
import type { ApiRequest, ApiResponse } from '../exchange.ts';
import { deleteCollection, deleteOne } from './verbs/delete-objects.ts';
import { discover, discoveryVersion, isDiscovery } from './discovery/discovery.ts';
import type { HttpContext } from './http-context.ts';
import { answerHealth, listPaths } from './discovery/health.ts';
import { getMetrics } from './discovery/metrics-api.ts';
import { metricsGroup } from './discovery/metrics-resources.ts';
import { openApi } from './discovery/openapi.ts';
import { openApiV2 } from './discovery/openapi-v2.ts';
import { wantedForm } from './bodies/wanted-form.ts';
import { answerInVersion, findOtherVersion } from './bodies/other-version.ts';
import { readObjects } from './verbs/read-objects.ts';
import { findTarget, parseApiPath, type ResourceTarget } from './request-info.ts';
import { indentedResponse, warningHeaders } from './bodies/responses.ts';
import { checkWriteOptions } from './write-options.ts';
import { checkListOptions, checkTimeout, checkVersionOfOne } from './list-options.ts';
import { isTrueParameter } from './parameters.ts';
import { findProxied, proxyRequest } from './connections/proxy.ts';
import { findReview, postReview } from './reviews.ts';
import { handleSubresource } from './subresources/subresources.ts';
import { serverVersion } from './discovery/version.ts';
import { checkEvent } from './bodies/check-event.ts';
import { postObject, readObject } from './verbs/post-object.ts';
import { patchObject, putObject } from './verbs/write-objects.ts';

export { rareApiTypes } from '../schema/rare-api-types.ts';
export { inForm } from './bodies/in-form.ts';
export { patchFaults, repeatedFields } from './bodies/repeated-fields.ts';
export { parseToken } from './verbs/parse-token.ts';
export { renderTable } from '../table/render-table.ts';
export { forwardPorts } from '../../kubelet/containers/port-forward.ts';
export { openPortForward } from './connections/open-port-forward.ts';
export { parseOtherBody, unreadable } from './bodies/parse-other-body.ts';
export { goJsonFault } from '../validation/json/go-json-fault.ts';
export { podWarnings } from '../warnings/pod-warnings.ts';
export { serviceWarnings } from '../warnings/service-warnings.ts';
export { internalObject } from '../validation/json/internal-json.ts';
export { validatePodUpdate } from '../validation/pods/pod-update.ts';

/** Answers any request. @throws StatusError */
export function route(context: HttpContext, request: ApiRequest): ApiResponse {
  const url = new URL(request.path, 'http://server');
  const pathname = url.pathname.length > 1 ? url.pathname.replace(/\/+$/, '') : url.pathname;
  const fixed = fixedPath(context, pathname, request) ?? answerHealth(pathname, url.searchParams);
  if (fixed) return fixed;
  const proxied = findProxied(url.pathname);
  if (proxied) return proxyRequest(context, proxied, request, url.search);
  const path = parseApiPath(pathname);
  if (!path) throw statuses.unknownPath();
  if (path.rest.length === 0) return discoveryVersion(path.group, path.version);
  if (path.group === metricsGroup.name && path.version === metricsGroup.version) {
    return getMetrics(context, path.rest, request, url.searchParams);
  }
  const review = findReview(path.group, path.version, path.rest);
  if (review) return postReview(context, review, request);
  const other = findOtherVersion(path);
  if (other) return answerInVersion(context, other, request, (stored) => answering(() => route(context, stored)));
  const target = findTarget(path);
  if (!target) throw statuses.unknownPath();
  const { deprecation } = target.definition;
  const answer = () => resourceRequest(context, target, request, url.searchParams);
  if (deprecation === undefined) return answer();
  // A refusal warns too.
  const response = answering(answer);
  return { ...response, headers: { ...warningHeaders([deprecation]), ...response.headers } };
}

function fixedPath(context: HttpContext, pathname: string, request: ApiRequest): ApiResponse | undefined {
  if (isDiscovery(pathname)) return discover(context, pathname, request);
  if (pathname === '/') return listPaths();
  if (pathname === '/version') return indentedResponse(serverVersion);
  if (pathname === '/openid/v1/jwks') return openIdResponse(tokens.code.publicKeys(context.tokens), 'jwk-set+json');
  if (pathname === '/.well-known/openid-configuration') return openIdResponse(tokens.code.describeIssuer(), 'json');
  if (pathname === '/openapi/v2') return openApiV2(request.headers['accept']);
  if (pathname === '/openapi/v3' || pathname.startsWith('/openapi/v3/')) return openApi(pathname);
  return undefined;
}

/** @see pkg/routes/openidmetadata.go (v1.36) */
function openIdResponse(body: string, type: string): ApiResponse {
  return {
    status: 200,
    headers: { 'content-type': `application/${type}`, 'cache-control': 'public, max-age=3600' },
    body,
  };
}

function resourceRequest(
  context: HttpContext,
  target: ResourceTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const { name, subresource, definition } = target;
  checkTimeout(query);
  checkWriteOptions(request.method, query, request.headers['content-type']?.startsWith(applyType) ?? false);
  if (definition.plural === 'events' && (request.method === 'POST' || request.method === 'PUT')) {
    checkEvent(readObject(context, request, definition, query).object, target.namespace, false);
  }
  if (request.method !== 'GET' && definition.verbs?.includes('create') === false) throw notAllowed();
  if (name === undefined) return collectionRequest(context, target, request, query);
  const named = { ...target, name };
  if (subresource !== undefined) return handleSubresource(context, { ...named, subresource }, request, query);
  switch (request.method) {
    case 'GET':
      if (isTrueParameter(query, 'watch')) checkWatch(request, query);
      else checkVersionOfOne(query);
      return readObjects(context, target, request, query);
    case 'PUT':
      return putObject(context, named, request, query);
    case 'PATCH':
      if (request.headers['content-type']?.startsWith(applyType)) return applyObject(context, named, request, query);
      return patchObject(context, named, request, query);
    case 'DELETE':
      return deleteOne(context, named, request, query);
    default:
      throw notAllowed();
  }
}

/** @throws StatusError */
function checkWatch(request: ApiRequest, query: URLSearchParams): void {
  if (wantedForm(request) === 'yaml') {
    throw statuses.notAcceptable(['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch']);
  }
  checkListOptions(query);
}

function collectionRequest(
  context: HttpContext,
  target: ResourceTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  switch (request.method) {
    case 'GET':
      if (isTrueParameter(query, 'watch')) checkWatch(request, query);
      else checkListOptions(query);
      return readObjects(context, target, request, query);
    case 'POST':
      return postObject(context, target, request, query);
    case 'DELETE':
      if (target.definition.verbs?.includes('deletecollection') === false) throw notAllowed();
      checkListOptions(query);
      return deleteCollection(context, target, request, query);
    default:
      throw notAllowed();
  }
}

function notAllowed() {
  return new StatusError({
    message: 'the server does not allow this method on the requested resource',
    reason: 'MethodNotAllowed',
    details: {},
    code: 405,
  });
}
