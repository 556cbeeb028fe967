import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1';
import { changedFields } from './changed-fields.ts';
import {
  difference,
  intersection,
  isEmptySet,
  isSameSet,
  noFields,
  readFieldSet,
  union,
  type FieldSet,
} from './field-set.ts';
import { fieldsOf } from './fields-of.ts';

/** Who makes a change, and through which part of the resource. */
export interface FieldOwner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string | undefined;
}

export interface ManagedFields extends FieldOwner {
  readonly fields: FieldSet;
  readonly time?: string | undefined;
}

export function parseManagedFields(entries: readonly ManagedFieldsEntry[] | undefined): ManagedFields[] {
  return (entries ?? []).map(({ manager = '', operation, apiVersion = '', subresource, time, fieldsV1 }) => ({
    manager,
    operation: operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion,
    subresource: subresource || undefined,
    time: time || undefined,
    fields: (fieldsV1 ?? noFields) as FieldSet,
  }));
}

/** Entries that a client has written, so that they may be held against those that were made here. */
export function readManagedFields(entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry[] {
  return entries.map(({ fieldsV1, ...entry }) => ({ ...entry, fieldsV1: readFieldSet(fieldsV1) }));
}

/** In the order of the API server: applied ones first, then by time and name. Not to be changed. */
export function formatManagedFields(managers: readonly ManagedFields[]): ManagedFieldsEntry[] {
  const owners = managers.filter(({ fields }) => !isEmptySet(fields));
  const [only] = owners;
  if (owners.length === 1 && only) return listOf(only);
  owners.sort(compareOwners);
  return owners.flatMap(listOf);
}

/** The list of one entry. Objects that the same manager wrote in the same second have the same. */
function listOf(owner: ManagedFields): ManagedFieldsEntry[] {
  const { manager, operation, apiVersion, subresource, time, fields } = owner;
  const known = lists.get(fields);
  if (known && known[0]?.time === time && isSameOwner(owner, known[0] as FieldOwner)) return known;
  const entry: ManagedFieldsEntry = Object.freeze({
    manager,
    operation,
    apiVersion,
    ...(time ? { time } : {}),
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...(subresource ? { subresource } : {}),
  });
  const list = [entry];
  Object.freeze(list);
  lists.set(fields, list);
  return list;
}

/** The latest list of an entry with these fields. */
const lists = new WeakMap<FieldSet, ManagedFieldsEntry[]>();

/** The entries after a write that is not an apply: who writes a field owns it alone. */
export function managersAfterUpdate(
  typeName: string,
  managers: readonly ManagedFields[],
  change: { readonly owner: FieldOwner; readonly before: unknown; readonly after: unknown; readonly now: string },
): ManagedFields[] {
  const { written, removed } = changedFields(typeName, change.before, change.after);
  if (isEmptySet(written) && isEmptySet(removed)) return [...managers];
  const gone = union(written, removed);
  const next: ManagedFields[] = [];
  let own = noFields;
  for (const entry of managers) {
    if (isSameOwner(entry, change.owner)) own = entry.fields;
    else next.push(withFieldsOf(entry, difference(entry.fields, gone)));
  }
  // The scale sub-resource leaves no time, in Kubernetes too.
  const time = change.owner.subresource === 'scale' ? undefined : change.now;
  next.push(ownedBy(change.owner, time, difference(union(own, written), removed)));
  return next;
}

function withFieldsOf(entry: ManagedFields, fields: FieldSet): ManagedFields {
  return fields === entry.fields ? entry : ownedBy(entry, entry.time, fields);
}

/** The entry of an owner for some fields. */
export function ownedBy(owner: FieldOwner, time: string | undefined, fields: FieldSet): ManagedFields {
  const { manager, operation, apiVersion, subresource } = owner;
  return { manager, operation, apiVersion, subresource, time, fields };
}

/**
 * The entries after an apply that is allowed.
 * @param change `isChanged`: whether the object itself is another one now; else the manager's time stays, or it has none
 */
export function managersAfterApply(
  typeName: string,
  managers: readonly ManagedFields[],
  change: {
    readonly owner: FieldOwner;
    readonly applied: unknown;
    readonly taken: FieldSet;
    readonly isChanged: boolean;
    readonly now: string;
  },
): ManagedFields[] {
  const fields = fieldsOf(typeName, change.applied);
  const before = managers.find((entry) => isSameOwner(entry, change.owner));
  const others = managers
    .filter((entry) => entry !== before)
    .map((entry) => ownedBy(entry, entry.time, difference(entry.fields, change.taken)));
  return [...others, ownedBy(change.owner, change.isChanged ? change.now : before?.time, fields)];
}

/** Fields of others that a change would write, by owner. */
export function findConflicts(
  managers: readonly ManagedFields[],
  owner: FieldOwner,
  written: FieldSet,
): { readonly owner: ManagedFields; readonly fields: FieldSet }[] {
  return managers
    .filter((entry) => !isSameOwner(entry, owner))
    .map((entry) => ({ owner: entry, fields: intersection(entry.fields, written) }))
    .filter(({ fields }) => !isEmptySet(fields));
}

/** Whether two lists of entries say the same, whenever it was. */
export function isSameManagement(
  a: readonly ManagedFieldsEntry[] = [],
  b: readonly ManagedFieldsEntry[] = [],
): boolean {
  if (a.length !== b.length) return false;
  return a.every((entry, at) => {
    if (entry === b[at]) return true;
    const [one, other] = parseManagedFields([entry, b[at] as ManagedFieldsEntry]) as [ManagedFields, ManagedFields];
    return isSameOwner(one, other) && isSameSet(one.fields, other.fields);
  });
}

export function isSameOwner(a: FieldOwner, b: FieldOwner): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.apiVersion === b.apiVersion &&
    (a.subresource ?? '') === (b.subresource ?? '')
  );
}

function compareOwners(a: ManagedFields, b: ManagedFields): number {
  return (
    compareText(a.operation, b.operation) ||
    compareText(a.time ?? '', b.time ?? '') ||
    compareText(a.manager, b.manager) ||
    compareText(a.subresource ?? '', b.subresource ?? '')
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
