import { deepEqual, isMap } from '@podlab/apimachinery';
import { isSharedValue } from '../objects/shared-value.ts';
import type { ApiField, ValueType } from '../schema/api-schema.ts';
import { FieldSetBuilder, noFields, oneField, type FieldSet } from './field-set.ts';
import { withoutSystemFields } from './fields-of.ts';
import { findPlace, isOwnedAsWhole, itemsByStep, rootType } from './typed-children.ts';

export interface FieldChanges {
  readonly written: FieldSet;
  readonly removed: FieldSet;
}

/** The fields that differ between two versions of an object. What is the same object in both is not looked into. */
export function changedFields(typeName: string, before: unknown, after: unknown): FieldChanges {
  const { written, removed } = compare({ type: rootType(typeName), field: undefined }, before ?? {}, after);
  return { written: withoutSystemFields(written), removed: withoutSystemFields(removed) };
}

/** A place of the schema. */
interface Schema {
  readonly type: ValueType;
  readonly field: ApiField | undefined;
}

const unchanged: FieldChanges = { written: noFields, removed: noFields };

function compare(schema: Schema, before: unknown, after: unknown): FieldChanges {
  if (before === after) return unchanged;
  const { type, field } = schema;
  if (isOwnedAsWhole(type, field)) {
    return deepEqual(before, after) ? unchanged : { written: oneField, removed: noFields };
  }
  return type.form === 'list'
    ? compareLists({ type: type.item, field }, before, after)
    : compareFields(type, mapOf(before), mapOf(after));
}

function compareFields(
  type: ValueType,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): FieldChanges {
  const changes = new Changes();
  for (const name of Object.keys(after)) {
    const old = before[name];
    const now = after[name];
    const place = now === old || now === undefined ? undefined : findPlace(type, name, old ?? now);
    if (!place) continue;
    if (old === undefined) changes.came(place.step, wholeFields(place.step, place, now));
    else changes.add(place.step, compare(place, old, now));
  }
  for (const name of Object.keys(before)) {
    const place =
      before[name] === undefined || after[name] !== undefined ? undefined : findPlace(type, name, before[name]);
    if (place) changes.went(place.step, wholeFields(place.step, place, before[name]));
  }
  return changes.all();
}

/**
 * Two lists that Pods share are compared once for all of them.
 * @param item type of the items, and the field that holds the list
 */
function compareLists(item: Schema, before: unknown, after: unknown): FieldChanges {
  const isShared = isSharedValue(before) && isSharedValue(after);
  const known = isShared ? listChanges.get(before)?.get(after) : undefined;
  if (known && known.field === item.field) return known.changes;
  const { type, field } = item;
  const changes = compareItems({ type, field: undefined }, itemsByStep(field, before), itemsByStep(field, after));
  if (!isShared) return changes;
  const since = listChanges.get(before) ?? new WeakMap<object, ListChanges>();
  listChanges.set(before, since.set(after, { field, changes }));
  return changes;
}

interface ListChanges {
  readonly field: ApiField | undefined;
  readonly changes: FieldChanges;
}

const listChanges = new WeakMap<object, WeakMap<object, ListChanges>>();

type Items = readonly (readonly [string, unknown])[];

function compareItems(schema: Schema, before: Items, after: Items): FieldChanges {
  const changes = new Changes();
  const [old, now] = [new Map(before), new Map(after)];
  for (const [step, item] of now) {
    if (old.has(step)) changes.add(step, compare(schema, old.get(step), item));
    else changes.came(step, wholeFields(step, schema, item));
  }
  for (const [step, item] of old) if (!now.has(step)) changes.went(step, wholeFields(step, schema, item));
  return changes.all();
}

/** What has changed below one place. */
class Changes {
  readonly #written = new FieldSetBuilder();
  readonly #removed = new FieldSetBuilder();

  add(step: string, { written, removed }: FieldChanges): void {
    this.#written.add(step, written);
    this.#removed.add(step, removed);
  }

  came(step: string, set: FieldSet): void {
    this.#written.add(step, set);
  }

  went(step: string, set: FieldSet): void {
    this.#removed.add(step, set);
  }

  all(): FieldChanges {
    if (this.#written.isEmpty && this.#removed.isEmpty) return unchanged;
    return { written: this.#written.build(false), removed: this.#removed.build(false) };
  }
}

/**
 * All fields of something that came or went, the containers that came with it included.
 * @param cameWith whether what holds it came or went as well: then plain structs did too
 */
function wholeFields(step: string, { type, field }: Schema, value: unknown, cameWith = false): FieldSet {
  if (isOwnedAsWhole(type, field)) return oneField;
  const came = cameWith || step.startsWith('k:') || comesAndGoes(type, field);
  const children = new FieldSetBuilder();
  let isEmpty = true;
  if (type.form === 'list') {
    const schema = { type: type.item, field: undefined };
    for (const [itemStep, item] of new Map(itemsByStep(field, value))) {
      isEmpty = false;
      children.add(itemStep, wholeFields(itemStep, schema, item, came));
    }
  } else {
    const map = mapOf(value);
    for (const name of Object.keys(map)) {
      const part = map[name];
      const place = part === undefined ? undefined : findPlace(type, name, part);
      if (!place) continue;
      isEmpty = false;
      children.add(place.step, wholeFields(place.step, place, part, came));
    }
  }
  // What is empty and always there in Go has not come with this write.
  if (isEmpty) return came || (type.form !== 'struct' && type.form !== 'list') ? oneField : noFields;
  return children.build(came);
}

/** Whether a container is something that can be absent: plain structs and required lists are always there in Go. */
function comesAndGoes(type: ValueType, field: ApiField | undefined): boolean {
  if (!field) return false;
  return field.isPointer || type.form === 'map' || (type.form === 'list' && !field.isAlwaysWritten);
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {};
}
