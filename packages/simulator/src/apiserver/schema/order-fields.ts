import { isMap } from '@podlab/apimachinery';
import { apiType, findKindType, type ValueType } from './api-schema.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An object, a list of objects or an event of a watch, with all fields in the order in which Go writes them: those of a
 * struct as they are declared, those of a map by name. Of kinds that the table lacks, only the beginning is put right.
 */
export function orderFields(object: Fields): Fields {
  const { type, object: changed, kind, apiVersion, ...rest } = object;
  if (typeof type === 'string' && isMap(changed)) return { type, object: orderFields(changed) };
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return object;
  const slash = apiVersion.indexOf('/');
  const find = (name: string) =>
    findKindType(slash < 0 ? '' : apiVersion.slice(0, slash), apiVersion.slice(slash + 1), name);
  const { items, metadata, ...others } = rest;
  if (Array.isArray(items)) {
    const itemType = find(kind.replace(/List$/, ''));
    const ordered = items.map((item: unknown) =>
      itemType !== undefined && isMap(item) ? orderStruct(itemType, item) : item,
    );
    return { kind, apiVersion, ...(metadata === undefined ? {} : { metadata }), ...others, items: ordered };
  }
  const typeName = find(kind);
  return { kind, apiVersion, ...(typeName === undefined ? rest : orderStruct(typeName, rest)) };
}

function orderStruct(typeName: string, fields: Fields): Fields {
  const { byName } = apiType(typeName);
  const known = [...byName.values()].filter(({ name }) => fields[name] !== undefined);
  return {
    ...Object.fromEntries(known.map(({ name, type }) => [name, orderValue(type, fields[name])])),
    ...Object.fromEntries(Object.entries(fields).filter(([name]) => !byName.has(name))),
  };
}

function orderValue(type: ValueType, value: unknown): unknown {
  switch (type.form) {
    case 'struct':
      return isMap(value) ? orderStruct(type.name, value) : value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => orderValue(type.item, item)) : value;
    case 'map':
      return isMap(value) ? sorted(value, (item) => orderValue(type.value, item)) : value;
    case 'F':
      return isMap(value) ? sortedDeeply(value) : value;
    default:
      return value;
  }
}

function sorted(fields: Fields, order: (value: unknown) => unknown): Fields {
  const entries = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, order(value)]));
}

function sortedDeeply(fields: Fields): Fields {
  return sorted(fields, (value) => (isMap(value) ? sortedDeeply(value) : value));
}
