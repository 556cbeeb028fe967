import { applyPatch, type Operation } from 'rfc6902';
import { isMap } from './merge-patch.ts';

/** A JSON patch that is none, or does not apply. Nothing has been changed then. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';

  constructor(
    /** `MALFORMED`: not a list of operations; `TEST_FAILED`: a `test` did not hold; `MISSING`: a path leads nowhere. */
    readonly code: 'MALFORMED' | 'MISSING' | 'TEST_FAILED',
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
  if (!Array.isArray(patch) || !patch.every(isOperation)) {
    throw new JsonPatchError('MALFORMED', 'a JSON patch must be a list of operations with `op` and `path`');
  }
  const document = { root: structuredClone(target) };
  for (const operation of patch) {
    const [fault] = applyPatch(document, [rooted(operation)]);
    if (!fault) continue;
    const code = fault.name === 'TestError' ? 'TEST_FAILED' : 'MISSING';
    throw new JsonPatchError(code, `${operation.op} operation does not apply: ${operation.path}`, { cause: fault });
  }
  return document.root;
}

function isOperation(value: unknown): value is Operation {
  return isMap(value) && operations.has(String(value['op'])) && typeof value['path'] === 'string';
}

/** One level down, so that a patch may also replace the whole document (`path: ""`). */
function rooted(operation: Operation): Operation {
  const moved = { ...operation, path: `/root${operation.path}` };
  return 'from' in moved ? { ...moved, from: `/root${moved.from}` } : moved;
}
