import { isMap, parseTime, QuantityError, canonicalQuantity } from '@podlab/apimachinery';
import { apiType, goTypeName, type ApiField, type ValueType } from './api-schema.ts';

/** JSON that does not fit the type; the message is worded as the API server words it. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code = 'DOES_NOT_FIT';
  /** The same, as it is told of an object that a strategic patch made. */
  readonly ofPatched: string;

  constructor(message: string, options: ErrorOptions & { readonly ofPatched?: string } = {}) {
    super(message, options);
    this.ofPatched = options.ofPatched ?? `error decoding from json: ${message}`;
  }
}

export interface Decoded {
  readonly object: Record<string, unknown>;
  /** Such as `unknown field "spec.containers[0].comand"`, in order of appearance. */
  readonly strictFaults: readonly string[];
}

/**
 * Reads JSON as the API server does: known fields only, each of its type, quantities in their canonical form, nothing
 * that is empty and need not be written; times that are not set are null. Does not change `input`.
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
    const goPath = `${place.goPath === '' ? '' : `${place.goPath}.`}${field.inlinePath}${name}`;
    const decoded = decodeValue(field.type, value, { ...place, path, goPath }, type.goName);
    if (!isOmitted(field, decoded)) result[name] = decoded;
  }
  for (const name of type.nullWhenUnset) result[name] ??= null;
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
  const misfit = (kind = jsonKind(value)) =>
    new DecodeError(
      `json: cannot unmarshal ${kind} into Go struct field ${owner}.${place.goPath} of type ${goTypeName(type)}`,
      { ofPatched: convertFault(type, value) },
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
    case 'D':
      if (typeof value !== 'string') throw misfit();
      return value;
    case 'y':
      if (typeof value !== 'string') throw misfit();
      return decodeBytes(value);
    case 'b':
      if (typeof value !== 'boolean') throw misfit();
      return value;
    case 'n':
      if (typeof value !== 'number') throw misfit();
      if (!isInRange(value, type.goName)) throw misfit(`number ${value}`);
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

function isInRange(value: number, goName: string): boolean {
  if (!goName.startsWith('int')) return true;
  const limit = goName === 'int64' ? 2 ** 63 : 2 ** 31;
  return Number.isInteger(value) && value >= -limit && value < limit;
}

/**
 * What the API server says of a value in an object that it has patched in memory.
 * @see k8s.io/apimachinery/pkg/runtime/converter.go `fromUnstructured` (v1.36)
 */
function convertFault(type: ValueType, value: unknown): string | undefined {
  const kind = unstructuredKind(value);
  if (type.form === 'map') return `cannot restore map from ${kind}`;
  if (type.form === 'list' || type.form === 'y') return `cannot restore slice from ${kind}`;
  if (type.form === 'struct') return `cannot restore struct from: ${kind}`;
  const plain = { s: 'string', b: 'bool', n: type.goName.startsWith('int') ? type.goName : 'int32' }[type.form as 's'];
  if (plain === undefined) return undefined;
  const isConvertible = typeof value === 'number' && (type.form === 'n' || (type.form === 's' && kind === 'int64'));
  return isConvertible ? `cannot convert ${kind} to ${type.goName}` : `unrecognized type: ${plain}`;
}

function unstructuredKind(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'map';
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

/** The canonical text; line breaks may stand anywhere in it. @see encoding/base64 (go1.26) */
function decodeBytes(text: string): string {
  const fault = base64FaultAt(text);
  if (fault !== undefined) throw new DecodeError(`illegal base64 data at input byte ${fault}`);
  return text.replaceAll(/[\r\n]/g, '');
}

/** Where a text stops being base64; undefined when it is. */
function base64FaultAt(text: string): number | undefined {
  let inGroup = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\r' || character === '\n') continue;
    if (character === '=') return paddingFaultAt(text, at, inGroup);
    if (!/[A-Za-z0-9+/]/.test(character)) return at;
    inGroup = (inGroup + 1) % 4;
  }
  return inGroup === 0 ? undefined : text.length - inGroup;
}

function paddingFaultAt(text: string, first: number, inGroup: number): number | undefined {
  if (inGroup < 2) return first;
  let at = first + 1;
  const skip = () => {
    while (text[at] === '\r' || text[at] === '\n') at += 1;
  };
  skip();
  if (inGroup === 2) {
    if (at >= text.length) return text.length;
    if (text[at] !== '=') return at - 1;
    at += 1;
    skip();
  }
  return at < text.length ? at : undefined;
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
