import { isMap, parseTime, QuantityError, canonicalQuantity } from '@podlab/apimachinery';
import { apiType, type ApiField, type ValueType } from './api-schema.ts';

/** JSON that does not fit the type; the message is worded as the API server words it. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code = 'DOES_NOT_FIT';
}

export interface Decoded {
  readonly object: Record<string, unknown>;
  /** Such as `unknown field "spec.containers[0].comand"`, in order of appearance. */
  readonly strictFaults: readonly string[];
}

/**
 * Reads JSON as the API server does: known fields only, each of its type, quantities in their canonical form, nothing
 * that is empty and need not be written. Does not change `input`.
 * @param typeName of the table
 * @throws DecodeError at the first value that has the wrong type
 */
export function decodeJson(typeName: string, input: Readonly<Record<string, unknown>>): Decoded {
  const strictFaults: string[] = [];
  const { apiVersion, kind, ...rest } = input;
  const fields = decodeStruct(typeName, rest, { path: '', goPath: '', strictFaults });
  return { object: { apiVersion, kind, ...fields }, strictFaults };
}

interface Place {
  /** With list indexes. */
  readonly path: string;
  /** As Go names it: without them. */
  readonly goPath: string;
  readonly strictFaults: string[];
}

function decodeStruct(
  typeName: string,
  input: Readonly<Record<string, unknown>>,
  place: Place,
): Record<string, unknown> {
  const type = apiType(typeName);
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if ((name === 'apiVersion' || name === 'kind') && type.byName.has('metadata') && type.byName.has('status')) {
      // A whole object inside another, such as a template of claims.
      result[name] = value;
      continue;
    }
    const field = type.byName.get(name);
    const path = place.path === '' ? name : `${place.path}.${name}`;
    if (!field) {
      place.strictFaults.push(`unknown field ${JSON.stringify(path)}`);
      continue;
    }
    if (value === null || value === undefined) continue;
    const goPath = place.goPath === '' ? name : `${place.goPath}.${name}`;
    const decoded = decodeValue(field.type, value, { ...place, path, goPath }, type.goName);
    if (!isOmitted(field, decoded)) result[name] = decoded;
  }
  return result;
}

/** What Go's `omitempty` leaves out. */
export function isOmitted(field: ApiField, value: unknown): boolean {
  if (field.isPointer || field.isAlwaysWritten) return false;
  if (field.type.form === 'list') return (value as unknown[]).length === 0;
  if (field.type.form === 'map') return Object.keys(value as object).length === 0;
  return value === '' || value === 0 || value === false;
}

function decodeValue(type: ValueType, value: unknown, place: Place, owner: string): unknown {
  const misfit = () =>
    new DecodeError(
      `json: cannot unmarshal ${jsonKind(value)} into Go struct field ${owner}.${place.goPath} of type ${type.goName}`,
    );
  switch (type.form) {
    case 'list':
      if (!Array.isArray(value)) throw misfit();
      return value.map((item, index) =>
        decodeValue(type.item, item, { ...place, path: `${place.path}[${index}]` }, owner),
      );
    case 'map':
      if (!isMap(value)) throw misfit();
      return decodeMap(type.value, value, place, owner);
    case 'struct':
      if (value === null) return {};
      if (!isMap(value)) throw misfit();
      return decodeStruct(type.name, value, place);
    case 's':
    case 'y':
    case 'D':
      if (typeof value !== 'string') throw misfit();
      return value;
    case 'b':
      if (typeof value !== 'boolean') throw misfit();
      return value;
    case 'n':
      if (typeof value !== 'number') throw misfit();
      if (type.goName.startsWith('int') && !Number.isInteger(value)) throw misfit();
      return value;
    case 'I':
      if (typeof value !== 'number' && typeof value !== 'string') throw misfit();
      return value;
    case 'Q':
      return decodeQuantity(value);
    case 'T':
    case 'M':
      return decodeTime(value);
    default:
      return structuredClone(value);
  }
}

function decodeMap(type: ValueType, value: Record<string, unknown>, place: Place, owner: string) {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      item === null && type.form === 's'
        ? ''
        : decodeValue(type, item, { ...place, path: `${place.path}.${key}`, goPath: place.goPath }, owner),
    ]),
  );
}

function decodeQuantity(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new DecodeError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type string`);
  }
  try {
    return canonicalQuantity(value);
  } catch (error) {
    if (error instanceof QuantityError) throw new DecodeError(error.message, { cause: error });
    throw error;
  }
}

function decodeTime(value: unknown): string {
  if (typeof value !== 'string') {
    throw new DecodeError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type string`);
  }
  if (parseTime(value) === undefined) {
    const quoted = JSON.stringify(value);
    throw new DecodeError(`parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`);
  }
  return value;
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'number' : `number ${value}`;
  return typeof value === 'string' ? 'string' : 'object';
}
