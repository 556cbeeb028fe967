import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicPatch,
  decodeUtf8,
  isMap,
  JsonPatchError,
  mergeSchemaOf,
  statuses,
  StrategicPatchError,
  type Stored,
} from '@podlab/apimachinery';

/** A kind of patch that is applied to the present object. */
export type PatchKind = 'json' | 'merge' | 'strategic';

const types: Readonly<Record<string, PatchKind>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
};

/** @throws StatusError 415 for a content type that is not a patch */
export function patchKind(contentType: string | undefined): PatchKind {
  const [type = ''] = (contentType ?? '').split(';');
  const kind = types[type.trim()];
  if (kind === undefined) throw statuses.unsupportedMediaType([...Object.keys(types), 'application/apply-patch+yaml']);
  return kind;
}

/**
 * The object that a patch makes of the present one.
 * @throws StatusError 400 for a patch that is none, 422 for one that does not apply
 */
export function applyPatch(kind: PatchKind, object: Stored, body: Uint8Array | undefined): unknown {
  const patch = parsePatch(body);
  try {
    if (kind === 'json') return applyJsonPatch(object, patch);
    if (!isMap(patch))
      throw statuses.badRequest('json: cannot unmarshal array into Go value of type map[string]interface {}');
    if (kind === 'merge') return applyMergePatch(object, patch);
    return applyStrategicPatch(object, patch, mergeSchemaOf(object.kind));
  } catch (error) {
    if (error instanceof JsonPatchError) throw jsonPatchStatus(error);
    if (error instanceof StrategicPatchError) throw statuses.badRequest(error.message);
    throw error;
  }
}

function parsePatch(body: Uint8Array | undefined): unknown {
  const text = decodeUtf8(body ?? new Uint8Array());
  try {
    return JSON.parse(text);
  } catch (error) {
    throw statuses.badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function jsonPatchStatus(error: JsonPatchError) {
  if (error.code === 'MALFORMED') return statuses.badRequest(`error decoding patch: ${error.message}`);
  return statuses.unprocessable({ cause: error });
}
