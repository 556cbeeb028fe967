import { statuses, type Stored } from '@podlab/apimachinery';
import type { Namespace } from 'kubernetes-types/core/v1';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import { finalizeNamespace } from '../../writes/finalize-namespace.ts';
import { groupResourceOf } from '../../writes/write-context.ts';
import { handleEphemeralContainers } from './ephemeral-containers.ts';
import type { HttpContext } from '../http-context.ts';
import { getLogs, postBinding, postEviction } from './pod-subresources.ts';
import { getObject, objectResponse } from '../verbs/read-objects.ts';
import { handleResize } from './resize-pod.ts';
import { handleScale } from './scale.ts';
import { postToken } from './token-request.ts';
import { isDryRun, readObject } from '../verbs/post-object.ts';
import { patchObject, putObject, type NamedTarget } from '../verbs/write-objects.ts';

const verbs: Readonly<Record<string, string>> = { GET: 'get', PATCH: 'patch', POST: 'create', PUT: 'update' };

/** A request for a part of an object. @throws StatusError */
export function handleSubresource(
  context: HttpContext,
  target: NamedTarget & { readonly subresource: string },
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const { definition, subresource } = target;
  const found = definition.subresources.find(({ name }) => name === subresource);
  if (!found) throw statuses.unknownPath();
  const verb = verbs[request.method] ?? request.method.toLowerCase();
  if (!found.verbs.some((allowed) => allowed === verb)) {
    throw statuses.methodNotSupported(groupResourceOf(definition), verb);
  }
  switch (subresource) {
    case 'status':
      if (verb === 'get') return getObject(context, target, request, query);
      return verb === 'patch'
        ? patchObject(context, target, request, query)
        : putObject(context, target, request, query);
    case 'scale':
      return handleScale(context, target, request, query);
    case 'log':
      return getLogs(context, target, query);
    case 'eviction':
      return postEviction(context, target, request, query);
    case 'binding':
      return postBinding(context, target, request, query);
    case 'finalize':
      return putFinalize(context, target, request, query);
    case 'token':
      return postToken(context, target, request, query);
    case 'ephemeralcontainers':
      return handleEphemeralContainers(context, target, request, query);
    case 'resize':
      return handleResize(context, target, request, query);
    default:
      throw statuses.badRequest('Upgrade request required');
  }
}

function putFinalize(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const { object } = readObject(context, request, target.definition, query);
  const finalizers = (object as Stored<Namespace>).spec?.finalizers ?? [];
  const updated = finalizeNamespace(context.writes, target.name, finalizers, { dryRun: isDryRun(query) });
  return objectResponse(context, target.definition, updated);
}
