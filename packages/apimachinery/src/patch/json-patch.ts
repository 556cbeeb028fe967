import { applyPatch, type Operation } from 'rfc6902';
import { goJsonKind } from '../encoding/go-json.ts';
import { isMap } from './merge-patch.ts';

/** A JSON patch that is none, or does not apply. Nothing has been changed then. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';

  constructor(
    /**
     * `MALFORMED`: not a list of operations; `TEST_FAILED`: a `test` did not hold; `MISSING`: a path leads
     * nowhere; `UNKNOWN_OPERATION`: there is no such `op`.
     */
    readonly code: 'MALFORMED' | 'MISSING' | 'TEST_FAILED' | 'UNKNOWN_OPERATION',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const operations = new Set(['add', 'copy', 'move', 'remove', 'replace', 'test']);

/**
 * Applies a JSON patch to a copy.
 * @returns the patched copy; `target` stays as it is
 * @throws JsonPatchError
 * @see RFC 6902
 */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  const document = { root: structuredClone(target) };
  for (const operation of stepsOf(patch)) {
    if (operation.path === undefined) throw new JsonPatchError('MISSING', `${operation.op} operation has no path`);
    if (!isOperation(operation))
      throw new JsonPatchError('UNKNOWN_OPERATION', `Unexpected kind: ${String(operation.op)}`);
    const [fault] = applyPatch(document, [lenient(rooted(operation), document)]);
    if (!fault) continue;
    const code = fault.name === 'TestError' ? 'TEST_FAILED' : 'MISSING';
    throw new JsonPatchError(code, `${operation.op} operation does not apply: ${operation.path}`, { cause: fault });
  }
  return document.root;
}

interface Step {
  readonly op?: string;
  readonly path?: string;
}

const textFields = ['op', 'from', 'path'];

/** @see k8s.io/apiserver v0.36 pkg/endpoints/handlers/patch.go jsonPatchOp */
function stepsOf(patch: unknown): readonly Step[] {
  const malformed = (found: unknown, place: string) =>
    new JsonPatchError('MALFORMED', `json: cannot unmarshal ${goJsonKind(found)} into Go ${place}`);
  if (!Array.isArray(patch)) throw malformed(patch, 'value of type []handlers.jsonPatchOp');
  return patch.map((step: unknown): Step => {
    if (!isMap(step)) throw malformed(step, 'value of type handlers.jsonPatchOp');
    for (const field of textFields) {
      const value = step[field] ?? '';
      if (typeof value !== 'string') throw malformed(value, `struct field jsonPatchOp.${field} of type string`);
    }
    return step;
  });
}

function isOperation(value: Step): value is Operation {
  return operations.has(String(value.op));
}

/**
 * Replaces also what is not there, as long as it would be a field of something that is.
 * @see github.com/evanphx/json-patch v4 `replace`
 */
function lenient(operation: Operation, document: unknown): Operation {
  if (operation.op !== 'replace') return operation;
  const steps = operation.path.split('/').slice(1, -1);
  let parent = document;
  for (const step of steps) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    parent = isMap(parent) || Array.isArray(parent) ? (parent as Readonly<Record<string, unknown>>)[key] : undefined;
  }
  return isMap(parent) ? { ...operation, op: 'add' } : operation;
}

/** One level down, so that a patch may also replace the whole document (`path: ""`). */
function rooted(operation: Operation): Operation {
  const moved = { ...operation, path: `/root${operation.path}` };
  return 'from' in moved ? { ...moved, from: `/root${moved.from}` } : moved;
}
