import { isMap } from '@podlab/apimachinery';
import { type ApiField, apiType, goTypeName, type ValueType } from './api-schema.ts';
import { dumpQuantity } from './dump-quantity.ts';
import { goFieldName } from './go-names.ts';

/**
 * A value of the API as Go's spew prints it for hashing: all fields of all structs in their order, with their types.
 * Lists and maps that are empty are nil, as they are after having been through protobuf. Times are as of no moment: a
 * Pod template has none.
 * @param typeName in the table of API types, such as `core.PodTemplateSpec`
 * @see k8s.io/apimachinery/pkg/util/dump/dump.go ForHash (v1.36)
 */
export function dumpGoValue(typeName: string, value: unknown): string {
  const { goName } = apiType(typeName);
  return `(v1.${goName})${dumpStruct(typeName, value)}`;
}

function dumpStruct(typeName: string, value: unknown): string {
  const { goName, byNumber } = apiType(typeName);
  const object = isMap(value) ? value : {};
  const fields = [...byNumber.values()].map((field) =>
    field.isInline && field.type.form === 'struct'
      ? `${apiType(field.type.name).goName}:(${field.type.goName})${dumpStruct(field.type.name, object)}`
      : `${goFieldName(goName, field.name)}:${dumpField(field, object[field.name])}`,
  );
  return `{${fields.join(' ')}}`;
}

function dumpField({ type, isPointer }: ApiField, value: unknown): string {
  const name = goTypeName(type);
  if (!isPointer) return `(${name})${dumpValue(type, value)}`;
  return value === undefined || value === null ? `(*${name})<nil>` : `(*${name})${dumpValue(type, value)}`;
}

/** Without its type, as in a list. */
function dumpValue(type: ValueType, value: unknown): string {
  switch (type.form) {
    case 'struct':
      return dumpStruct(type.name, value);
    case 'list':
      if (!Array.isArray(value) || value.length === 0) return '<nil>';
      return `[${value.map((item) => dumpValue(type.item, item)).join(' ')}]`;
    case 'map':
      return dumpMap(type.value, isMap(value) ? value : {});
    case 'Q':
      return dumpQuantity(plain(value, '0'));
    case 'I': {
      const [number, text] = typeof value === 'number' ? [value, ''] : [0, plain(value, '')];
      return `{Type:(intstr.Type)${text === '' ? 0 : 1} IntVal:(int32)${number} StrVal:(string)${text}}`;
    }
    case 'T':
      return '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}';
    case 'b':
      return plain(value, 'false');
    case 'n':
      return plain(value, '0');
    default:
      return plain(value, '');
  }
}

/** @param zero what stands for a value that is not there */
function plain(value: unknown, zero: string): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : zero;
}

function dumpMap(type: ValueType, map: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(map).sort();
  return keys.length === 0 ? '<nil>' : `map[${keys.map((key) => `${key}:${dumpValue(type, map[key])}`).join(' ')}]`;
}
