import { isMap } from '@podlab/apimachinery';
import { apiType, type ApiField, type ValueType } from '../schema/api-schema.ts';

/** A value with what is known of its type. */
export interface Typed {
  readonly type: ValueType;
  /** The field that holds it; undefined for the root and for items. */
  readonly field: ApiField | undefined;
  readonly value: unknown;
}

/** The root of an object of a type. */
export function typedRoot(typeName: string, value: unknown): Typed {
  return { type: { form: 'struct', name: typeName, goName: typeName }, field: undefined, value };
}

/**
 * The parts that can have owners of their own, by step.
 * @returns undefined for what is owned as a whole: plain values and atomic lists and maps
 */
export function childrenOf({ type, field, value }: Typed): ReadonlyMap<string, Typed> | undefined {
  if (field?.isAtomic || (type.form === 'struct' && atomicTypes.has(type.name))) return undefined;
  switch (type.form) {
    case 'struct':
      return structChildren(type.name, value);
    case 'map':
      return new Map(
        Object.entries(isMap(value) ? value : {}).map(([key, item]) => [
          `f:${key}`,
          { type: type.value, field: undefined, value: item },
        ]),
      );
    case 'list':
      return listChildren(type.item, field, value);
    default:
      return undefined;
  }
}

/** Items of keyed lists that are owned as a whole. @see k8s.io/apimachinery/pkg/apis/meta/v1/types.go `structType=atomic` */
const atomicTypes: ReadonlySet<string> = new Set(['meta.OwnerReference']);

/** The step to an item of a list that is told apart by keys. */
export function itemStep(keys: readonly string[], item: unknown): string {
  const map = isMap(item) ? item : {};
  const pairs = keys.toSorted().map((key) => [key, map[key] ?? keyDefaults[key]]);
  return `k:${JSON.stringify(Object.fromEntries(pairs.filter(([, value]) => value !== undefined)))}`;
}

/** What a key is when it is left out. */
const keyDefaults: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

function structChildren(typeName: string, value: unknown): ReadonlyMap<string, Typed> {
  const { byName } = apiType(typeName);
  return new Map(
    Object.entries(isMap(value) ? value : {}).flatMap(([name, item]): [string, Typed][] => {
      const field = byName.get(name);
      return field && item !== undefined && !isEmptyMetadata(field, item)
        ? [[`f:${name}`, { type: field.type, field, value: item }]]
        : [];
    }),
  );
}

/** Of a template: written, and yet no field of anybody's. */
function isEmptyMetadata({ type }: ApiField, value: unknown): boolean {
  return type.form === 'struct' && type.name === 'meta.ObjectMeta' && isMap(value) && Object.keys(value).length === 0;
}

function listChildren(
  type: ValueType,
  field: ApiField | undefined,
  value: unknown,
): ReadonlyMap<string, Typed> | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const keys = field?.listKeys;
  if (keys) return new Map(items.map((item) => [itemStep(keys, item), { type, field: undefined, value: item }]));
  if (!field?.isSet) return undefined;
  return new Map(items.map((item) => [`v:${JSON.stringify(item)}`, { type, field: undefined, value: item }]));
}
