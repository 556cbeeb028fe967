import { allRequests } from '#parts';
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicPatch,
  goJsonKind,
  decodeUtf8,
  fieldErrors,
  goValueText,
  isMap,
  JsonPatchError,
  mergeSchemaOf,
  StatusError,
  statuses,
  StrategicPatchError,
  type Stored,
} from '@podlab/apimachinery';
import type { DecodeError } from '../../schema/decode-json.ts';

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
  if (kind === undefined) {
    const message = '415: Unsupported Media Type';
    throw new StatusError({ message, reason: 'UnsupportedMediaType', details: {}, code: 415 });
  }
  return kind;
}

/**
 * The object that a patch makes of the present one.
 * @throws StatusError 400 for a patch that is none, 422 for one that does not apply
 */
export function applyPatch(kind: PatchKind, object: Stored, body: Uint8Array | undefined): unknown {
  const patch = parsePatch(kind, body);
  try {
    if (kind === 'json') return applyJsonPatch(object, patch);
    if (!isMap(patch)) {
      throw undecoded(
        kind,
        `json: cannot unmarshal ${goJsonKind(patch)} into Go value of type map[string]interface {}`,
      );
    }
    if (kind === 'merge') return applyMergePatch(object, patch);
    return applyStrategicPatch(object, patch, mergeSchemaOf(object.kind));
  } catch (error) {
    if (error instanceof JsonPatchError) throw jsonPatchStatus(error);
    if (error instanceof StrategicPatchError) {
      if (error.code === 'NO_MERGE_KEY') throw new StatusError({ message: error.message, code: 500 }, { cause: error });
      throw statuses.badRequest(error.message);
    }
    throw error;
  }
}

/**
 * The refusal of a patch that makes something that is no object of the kind. It shows the patch, or the object where a
 * patch is applied to its text.
 * @see k8s.io/apiserver/pkg/endpoints/handlers/patch.go (v1.36)
 */
export function patchRefusal(
  kind: PatchKind,
  body: Uint8Array | undefined,
  patched: unknown,
): (fault: DecodeError) => StatusError {
  const [shown, why] =
    kind === 'strategic'
      ? [goValueText(afterMerge(parsePatch(kind, body))), (fault: DecodeError) => fault.ofPatched]
      : [JSON.stringify(patched), (fault: DecodeError) => fault.message];
  return (fault) => statuses.invalid({ group: '', kind: '' }, '', [fieldErrors.invalid('patch', shown, why(fault))]);
}

const orderDirective = '$setElementOrder/';

/** What merging leaves of a patch: lists that come with their order are taken out, and directives are. */
function afterMerge(patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const isTaken = (key: string) =>
    key.startsWith(orderDirective) || key === '$retainKeys' || `${orderDirective}${key}` in patch;
  return Object.fromEntries(
    Object.entries(patch).flatMap(([key, value]) => (isTaken(key) ? [] : [[key, afterMerge(value)]])),
  );
}

function parsePatch(kind: PatchKind, body: Uint8Array | undefined): unknown {
  const text = decodeUtf8(body ?? new Uint8Array());
  try {
    return JSON.parse(text);
  } catch {
    throw undecoded(kind, allRequests.code.goJsonFault(text) ?? 'invalid JSON');
  }
}

/** What reads strategic patches does not say what it was doing. */
function undecoded(kind: PatchKind, fault: string): StatusError {
  return statuses.badRequest(kind === 'strategic' ? fault : `error decoding patch: ${fault}`);
}

function jsonPatchStatus(error: JsonPatchError) {
  if (error.code === 'MALFORMED') return statuses.badRequest(`error decoding patch: ${error.message}`);
  return statuses.unprocessable({ cause: error });
}
