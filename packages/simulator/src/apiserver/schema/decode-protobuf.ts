import { decodeUtf8, encodeBase64, formatGoDuration, formatMicroTime, formatTime } from '@podlab/apimachinery';
import { apiType, findKindType, type ApiField, type ValueType } from './api-schema.ts';
import { DecodeError, isOmitted } from './decode-json.ts';
import { ProtobufReader } from './protobuf-reader.ts';

const magic = [0x6b, 0x38, 0x73, 0x00];

/** Whether a body is in the API's protobuf envelope. */
export function isProtobufEnvelope(body: Uint8Array): boolean {
  return magic.every((byte, index) => body[index] === byte);
}

/**
 * Reads an object from the API's protobuf envelope, as the JSON that it stands for.
 * @throws DecodeError when the bytes are damaged or the kind is not in the table
 * @see k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go (v1.36)
 */
export function decodeProtobuf(body: Uint8Array): Record<string, unknown> {
  if (!isProtobufEnvelope(body)) throw new DecodeError('provided data does not appear to be a protobuf message');
  let apiVersion = '';
  let kind = '';
  let raw: Uint8Array = new Uint8Array();
  const unknown = new ProtobufReader(body.subarray(magic.length));
  for (const field of unknown.fields()) {
    if (field.number === 1) [apiVersion, kind] = readTypeMeta(field.bytes);
    if (field.number === 2) raw = field.bytes;
  }
  const typeName = typeOf(apiVersion, kind);
  if (typeName === undefined) {
    throw new DecodeError(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in protobuf; send JSON`,
    );
  }
  return { apiVersion, kind, ...readStruct(typeName, raw) };
}

function readTypeMeta(bytes: Uint8Array): [string, string] {
  const parts: [string, string] = ['', ''];
  for (const field of new ProtobufReader(bytes).fields()) parts[field.number === 1 ? 0 : 1] = decodeUtf8(field.bytes);
  return parts;
}

/** `DeleteOptions` and its like come in the group of what they are about. */
function typeOf(apiVersion: string, kind: string): string | undefined {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return findKindType(group, apiVersion.slice(slash + 1), kind) ?? findKindType('meta.k8s.io', 'v1', kind);
}

function readStruct(typeName: string, bytes: Uint8Array): Record<string, unknown> {
  const type = apiType(typeName);
  const result: Record<string, unknown> = {};
  for (const { number, value, bytes: content } of new ProtobufReader(bytes).fields()) {
    const field = type.byNumber.get(number);
    if (!field) continue;
    if (field.isInline && field.type.form === 'struct') Object.assign(result, readStruct(field.type.name, content));
    else readField(result, field, value, content);
  }
  for (const field of type.byNumber.values()) {
    if (field.name in result && isOmitted(field, result[field.name])) delete result[field.name];
  }
  return result;
}

function readField(result: Record<string, unknown>, field: ApiField, value: bigint, bytes: Uint8Array): void {
  const { type, name } = field;
  if (type.form === 'list') {
    const list = (result[name] ??= []) as unknown[];
    list.push(readValue(type.item, value, bytes));
  } else if (type.form === 'map') {
    const map = (result[name] ??= {}) as Record<string, unknown>;
    const [key, item] = readEntry(type.value, bytes);
    map[key] = item;
  } else {
    const read = readValue(type, value, bytes);
    if (read !== undefined) result[name] = read;
  }
}

function readEntry(type: ValueType, bytes: Uint8Array): [string, unknown] {
  let key = '';
  let item: unknown = readValue(type, 0n, new Uint8Array());
  for (const field of new ProtobufReader(bytes).fields()) {
    if (field.number === 1) key = decodeUtf8(field.bytes);
    else item = readValue(type, field.value, field.bytes);
  }
  return [key, item];
}

function readValue(type: ValueType, value: bigint, bytes: Uint8Array): unknown {
  switch (type.form) {
    case 's':
      return decodeUtf8(bytes);
    case 'b':
      return value !== 0n;
    case 'n':
      return Number(BigInt.asIntN(64, value));
    case 'y':
      return encodeBase64(bytes);
    case 'struct':
      return readStruct(type.name, bytes);
    case 'Q':
      return decodeUtf8(fieldOf(bytes, 1)?.bytes ?? new Uint8Array());
    case 'I':
      return readIntOrString(bytes);
    case 'T':
      return readTime(bytes, formatTime);
    case 'M':
      return readTime(bytes, formatMicroTime);
    case 'D':
      return formatGoDuration(Number(fieldOf(bytes, 1)?.value ?? 0n) / 1e6);
    case 'F':
    case 'R':
      return JSON.parse(decodeUtf8(fieldOf(bytes, 1)?.bytes ?? new Uint8Array()) || 'null') ?? undefined;
    default:
      throw new DecodeError(`protobuf has no ${type.form} inside a list or a map`);
  }
}

function readIntOrString(bytes: Uint8Array): string | number {
  const isText = (fieldOf(bytes, 1)?.value ?? 0n) === 1n;
  if (isText) return decodeUtf8(fieldOf(bytes, 3)?.bytes ?? new Uint8Array());
  return Number(BigInt.asIntN(32, fieldOf(bytes, 2)?.value ?? 0n));
}

/** A time that is not set has no bytes at all. */
function readTime(bytes: Uint8Array, format: (ms: number) => string): string | undefined {
  if (bytes.length === 0) return undefined;
  const seconds = Number(BigInt.asIntN(64, fieldOf(bytes, 1)?.value ?? 0n));
  const nanos = Number(fieldOf(bytes, 2)?.value ?? 0n);
  return format(seconds * 1000 + Math.floor(nanos / 1e6));
}

function fieldOf(bytes: Uint8Array, number: number) {
  for (const field of new ProtobufReader(bytes).fields()) if (field.number === number) return field;
  return undefined;
}
