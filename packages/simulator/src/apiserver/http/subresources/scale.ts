import { formatSelector, isMap, selectorOf, statuses, type KubeObject, type Stored } from '@podlab/apimachinery';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import { childOf } from '../../fields/field-set.ts';
import { parseManagedFields } from '../../fields/managed-fields.ts';
import type { ManageFields } from '../../fields/note-writer.ts';
import { replicaSelector } from '../../objects/replication-controller.ts';
import { updateObject } from '../../writes/update-object.ts';
import { manageUpdate } from '../verbs/field-manager.ts';
import type { HttpContext } from '../http-context.ts';
import { applyPatch, patchKind } from '../verbs/patch-object.ts';
import { findObject } from '../verbs/read-objects.ts';
import { jsonResponse, warningHeaders } from '../bodies/responses.ts';
import { isDryRun, readObject } from '../verbs/post-object.ts';
import { type NamedTarget } from '../verbs/write-objects.ts';

const scaleKind = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

interface Scalable {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

/** The `scale` sub-resource: GET, PUT and PATCH of `autoscaling/v1` Scale. */
export function handleScale(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const object = findObject(context, target);
  if (request.method === 'GET') return jsonResponse(200, scaleOf(context, object));
  if (request.method === 'PUT') {
    const { object: scale, warnings } = readObject(context, request, scaleKind, query);
    return jsonResponse(200, setScale(context, target, scale, request, query), warningHeaders(warnings));
  }
  const patched = applyPatch(patchKind(request.headers['content-type']), scaleOf(context, object), request.body);
  const { object: scale } = context.codec.incoming(patched as Record<string, unknown>, scaleKind);
  return jsonResponse(200, setScale(context, target, scale, request, query));
}

function scaleOf({ codec }: HttpContext, object: Stored): Stored {
  const { spec, status } = object as Stored & Scalable;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = codec.outgoing(object).metadata;
  const labelSelector = replicaSelector(object);
  const selector = labelSelector ? formatSelector(selectorOf(labelSelector)) : '';
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec?.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, selector },
  };
}

function setScale(
  context: HttpContext,
  target: NamedTarget,
  scale: KubeObject,
  request: ApiRequest,
  query: URLSearchParams,
): Stored {
  const spec = isMap(scale['spec']) ? scale['spec'] : {};
  const replicas = Number(spec['replicas'] ?? 0);
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw statuses.invalid(scaleKind, target.name, [negativeReplicas(replicas)]);
  }
  const { definition, namespace, name } = target;
  const updated = updateObject(context.writes, definition, {
    namespace,
    name,
    dryRun: isDryRun(query),
    manage: manageScale(manageUpdate(context, definition, request, query, 'scale'), replicas),
    change: (existing) => ({
      ...existing,
      metadata: {
        ...existing.metadata,
        resourceVersion: scale.metadata?.resourceVersion ?? existing.metadata.resourceVersion,
      },
      spec: { ...(existing as Scalable).spec, replicas },
    }),
  });
  return scaleOf(context, updated);
}

/**
 * A Scale of zero leaves its replicas out: nobody owns them then. What nobody owns, a Scale has no managers of, and of an
 * object without managers none are kept.
 * @see k8s.io/apimachinery/pkg/util/managedfields/scalehandler.go, internal/skipnonapplied.go (v1.36)
 */
function manageScale(manage: ManageFields, replicas: number): ManageFields {
  return (next, old) => {
    if (old && !hasOwnedReplicas(old)) return old.metadata.managedFields;
    if (replicas > 0) return manage(next, old);
    const spec = { ...(next as Scalable).spec, replicas: undefined };
    const leftOut: Stored & Scalable = { ...next, spec };
    return manage(leftOut, old);
  };
}

function hasOwnedReplicas({ metadata }: Stored): boolean {
  return parseManagedFields(metadata.managedFields).some(({ fields }) => {
    const spec = childOf(fields, 'f:spec');
    return spec !== undefined && childOf(spec, 'f:replicas') !== undefined;
  });
}

function negativeReplicas(replicas: number) {
  return {
    type: 'FieldValueInvalid' as const,
    field: 'spec.replicas',
    body: `Invalid value: ${replicas}: must be greater than or equal to 0`,
  };
}
