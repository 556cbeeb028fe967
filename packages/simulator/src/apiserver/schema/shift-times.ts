import { formatTime, isMap, parseTime } from '@podlab/apimachinery';
import { apiType, type ApiField, type ValueType } from './api-schema.ts';

/**
 * An object of a type with every time in it moved by whole seconds. Shares all that holds no time with `object`.
 * @param byMs a whole number of seconds, in milliseconds
 */
export function shiftTimes<T>(typeName: string, object: T, byMs: number): T {
  if (byMs === 0 || !isMap(object) || !holdsTimes(typeName)) return object;
  return shiftStruct(typeName, object, byMs) as T;
}

function shiftStruct(typeName: string, object: Record<string, unknown>, byMs: number): Record<string, unknown> {
  let shifted: Record<string, unknown> | undefined;
  for (const field of timeFields(typeName)) {
    const value = object[field.name];
    if (value === undefined || value === null) continue;
    const moved = shiftValue(field.type, value, byMs);
    if (moved === value) continue;
    shifted ??= { ...object };
    shifted[field.name] = moved;
  }
  if (typeName !== 'meta.ObjectMeta') return shifted ?? object;
  const annotations = shiftAnnotations(object['annotations'], byMs);
  return annotations === object['annotations'] ? (shifted ?? object) : { ...(shifted ?? object), annotations };
}

/** Annotations in which controllers write when something was. */
const timeAnnotations = [
  'endpoints.kubernetes.io/last-change-trigger-time',
  'batch.kubernetes.io/cronjob-scheduled-timestamp',
];

function shiftAnnotations(annotations: unknown, byMs: number): unknown {
  if (!isMap(annotations)) return annotations;
  let shifted = annotations;
  for (const key of timeAnnotations) {
    const text = annotations[key];
    if (typeof text === 'string') shifted = { ...shifted, [key]: shiftTime(text, byMs) };
  }
  return shifted;
}

function shiftValue(type: ValueType, value: unknown, byMs: number): unknown {
  switch (type.form) {
    case 'T':
    case 'M':
      return typeof value === 'string' ? shiftTime(value, byMs) : value;
    case 'struct':
      return isMap(value) ? shiftStruct(type.name, value, byMs) : value;
    case 'list': {
      if (!Array.isArray(value)) return value;
      const list = value.map((item) => shiftValue(type.item, item, byMs));
      return list.every((item, index) => item === value[index]) ? value : list;
    }
    default:
      return value;
  }
}

/** Keeps the fraction of the second as it is written. */
export function shiftTime(text: string, byMs: number): string {
  const match = /^(.{19})(\.\d+)?Z$/.exec(text);
  if (!match || text.startsWith('1970-01-01T00:00:00')) return text;
  const [, seconds = '', fraction = ''] = match;
  const ms = parseTime(`${seconds}Z`);
  return ms === undefined ? text : `${formatTime(ms + byMs).slice(0, 19)}${fraction}Z`;
}

const times = new Map<string, readonly ApiField[]>();

/** The fields of a type in which there are times, however deep. */
function timeFields(typeName: string): readonly ApiField[] {
  const found = times.get(typeName);
  if (found) return found;
  times.set(typeName, []);
  const fields = [...apiType(typeName).byName.values()].filter(({ type }) => hasTimes(type));
  times.set(typeName, fields);
  return fields;
}

function holdsTimes(typeName: string): boolean {
  return timeFields(typeName).length > 0;
}

function hasTimes(type: ValueType): boolean {
  if (type.form === 'T' || type.form === 'M') return true;
  if (type.form === 'list') return hasTimes(type.item);
  return type.form === 'struct' && holdsTimes(type.name);
}
