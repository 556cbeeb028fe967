import { isMap, statuses, type Stored } from '@podlab/apimachinery';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';
import { deleteObject, type DeleteRequest, type DeleteResult } from '../../writes/delete-object.ts';
import type { PropagationPolicy } from '../../writes/propagation.ts';
import type { HttpContext } from '../http-context.ts';
import { listObjects } from './list-objects.ts';
import { parseBody } from '../bodies/parse-body.ts';
import { listJson, objectResponse } from './read-objects.ts';
import type { ResourceTarget } from '../request-info.ts';
import { jsonResponse, warningHeaders } from '../bodies/responses.ts';
import { parseSelection } from '../selection.ts';
import { isDryRun } from './post-object.ts';
import { type NamedTarget } from './write-objects.ts';

type DeleteOptions = Omit<DeleteRequest, 'name' | 'namespace'>;

/** DELETE of one object. */
export function deleteOne(
  context: HttpContext,
  { definition, namespace, name }: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const options = readDeleteOptions(request, query);
  const result = deleteObject(context.writes, definition, { ...options, namespace, name });
  const orphansJobs = definition.defaultPropagation === 'Orphan' && options.propagationPolicy === undefined;
  const headers = warningHeaders(orphansJobs && definition.kind === 'Job' ? [orphanWarning] : []);
  if (!result.removed || definition.returnsDeleted) {
    return objectResponse(context, definition, result.object, { headers });
  }
  return jsonResponse(200, deletedStatus(definition, result), headers);
}

/** DELETE of a collection. */
export function deleteCollection(
  context: HttpContext,
  { definition, namespace }: ResourceTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const options = readDeleteOptions(request, query);
  const selection = parseSelection(definition, query);
  const { items } = listObjects(context.writes.store, definition, namespace, selection, new URLSearchParams());
  const deleted: Stored[] = items.map(
    ({ metadata }) =>
      deleteObject(context.writes, definition, { ...options, namespace: metadata.namespace, name: metadata.name })
        .object,
  );
  const metadata = { resourceVersion: String(context.writes.store.revision) };
  return jsonResponse(200, listJson(context, definition, deleted, metadata, 'object', query));
}

/** The options in the body of a DELETE, or else in its query. @throws StatusError */
export function readDeleteOptions(request: ApiRequest, query: URLSearchParams): DeleteOptions {
  const dryRunInQuery = isDryRun(query);
  if (!request.body?.length) {
    const grace = query.get('gracePeriodSeconds');
    return {
      dryRun: dryRunInQuery,
      ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
      ...policyOf(query.get('propagationPolicy') ?? undefined, orphanDependents(query.get('orphanDependents'))),
    };
  }
  return parseDeleteOptions(parseBody(request.body, request.headers['content-type'] ?? ''), dryRunInQuery);
}

/** A `DeleteOptions` object. @throws StatusError */
export function parseDeleteOptions(body: Readonly<Record<string, unknown>>, isDry = false): DeleteOptions {
  const { gracePeriodSeconds, propagationPolicy, preconditions, dryRun } = body;
  return {
    dryRun: isDry || (Array.isArray(dryRun) && dryRun.length > 0),
    ...(typeof gracePeriodSeconds === 'number' ? { gracePeriodSeconds } : {}),
    ...policyOf(propagationPolicy, body['orphanDependents']),
    ...(isMap(preconditions) ? { preconditions } : {}),
  };
}

const orphanWarning =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or ' +
  'set propagationPolicy=Orphan to suppress this warning';

const policies: readonly unknown[] = ['Background', 'Foreground', 'Orphan'] satisfies PropagationPolicy[];

function policyOf(policy: unknown, orphan: unknown): { propagationPolicy?: PropagationPolicy } {
  if (policy === undefined || policy === '') {
    if (typeof orphan !== 'boolean') return {};
    return { propagationPolicy: orphan ? 'Orphan' : 'Background' };
  }
  if (policies.includes(policy)) return { propagationPolicy: policy as PropagationPolicy };
  throw statuses.badRequest(
    `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: ${JSON.stringify(policy)}: ` +
      'supported values: "Foreground", "Background", "Orphan", "nil"',
  );
}

function orphanDependents(value: string | null): boolean | undefined {
  return value === null ? undefined : value === 'true';
}

function deletedStatus(definition: AnyResourceDefinition, { object }: DeleteResult): object {
  const { group, plural } = definition;
  const details = {
    name: object.metadata.name,
    ...(group === '' ? {} : { group }),
    kind: plural,
    uid: object.metadata.uid,
  };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
