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
  return { type: rootType(typeName), field: undefined, value };
}

/** The type of an object as a whole. */
export function rootType(typeName: string): ValueType {
  return { form: 'struct', name: typeName, goName: typeName };
}

/**
 * The parts that can have owners of their own, by step.
 * @returns undefined for what is owned as a whole: plain values and atomic lists and maps
 */
export function childrenOf({ type, field, value }: Typed): ReadonlyMap<string, Typed> | undefined {
  if (isOwnedAsWhole(type, field)) return undefined;
  if (type.form === 'list') {
    return new Map(
      itemsByStep(field, value).map(([step, item]) => [step, { type: type.item, field: undefined, value: item }]),
    );
  }
  return new Map(
    Object.entries(isMap(value) ? value : {}).flatMap(([name, item]): [string, Typed][] => {
      const place = item === undefined ? undefined : findPlace(type, name, item);
      return place ? [[place.step, { ...place, value: item }]] : [];
    }),
  );
}

/** Whether nothing in a value can have an owner of its own: a plain value, an atomic list or map. */
export function isOwnedAsWhole(type: ValueType, field: ApiField | undefined): boolean {
  if (field?.isAtomic) return true;
  if (type.form === 'struct') return atomicTypes.has(type.name);
  if (type.form === 'list') return field?.listKeys === undefined && field?.isSet !== true;
  return type.form !== 'map';
}

/** Items of keyed lists that are owned as a whole. @see k8s.io/apimachinery/pkg/apis/meta/v1/types.go `structType=atomic` */
const atomicTypes: ReadonlySet<string> = new Set(['meta.OwnerReference']);

/** A part of a struct or map. */
export interface Place {
  readonly step: string;
  readonly type: ValueType;
  readonly field: ApiField | undefined;
}

/** @returns undefined for a field that the type does not have, and for a value that is no field of anybody's */
export function findPlace(type: ValueType, name: string, value: unknown): Place | undefined {
  if (type.form === 'map') return { step: `f:${name}`, type: type.value, field: undefined };
  if (type.form !== 'struct') return undefined;
  let places = placesOfTypes.get(type.name);
  if (!places) placesOfTypes.set(type.name, (places = placesOf(type.name)));
  const place = places.get(name);
  // An Event's times that are not set are written too.
  const isUnset = value === null && type.name === 'core.Event';
  return place && (isUnset || isNobodys(place.type, value)) ? undefined : place;
}

/** Lists that are null, and the empty metadata of templates: written, and yet nobody's. */
function isNobodys(type: ValueType, value: unknown): boolean {
  if (value === null) return type.form === 'list' || type.form === 'map';
  return type.form === 'struct' && type.name === 'meta.ObjectMeta' && isMap(value) && Object.keys(value).length === 0;
}

const placesOfTypes = new Map<string, ReadonlyMap<string, Place>>();

function placesOf(typeName: string): ReadonlyMap<string, Place> {
  const places = [...apiType(typeName).byName].map(([name, field]): [string, Place] => [
    name,
    { step: `f:${name}`, type: field.type, field },
  ]);
  return new Map(places);
}

/** The items of a list whose items can have owners of their own. */
export function itemsByStep(field: ApiField | undefined, value: unknown): readonly (readonly [string, unknown])[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const keys = field?.listKeys;
  return items.map((item) => [keys ? itemStep(keys, item) : `v:${JSON.stringify(item)}`, item]);
}

/** The step to an item of a list that is told apart by keys. */
function itemStep(keys: readonly string[], item: unknown): string {
  const map = isMap(item) ? item : {};
  const pairs = keys.toSorted().map((key) => [key, map[key] ?? keyDefaults[key] ?? '']);
  return `k:${JSON.stringify(Object.fromEntries(pairs))}`;
}

/** What a key is when it is left out: by its default, or as Go has it. Texts are empty. */
const keyDefaults: Readonly<Record<string, unknown>> = { protocol: 'TCP', containerPort: 0, port: 0 };
