import type { Stored } from '@podlab/apimachinery';
import { SortedKeys } from './sorted-keys.ts';

/** Values under which an index files an object; undefined: none. */
export type IndexFunction = (object: Stored) => string | readonly string[] | undefined;

/** The current objects of one resource, in order of their keys, with their indexes. Only the store changes it. */
export class Collection {
  private readonly objects = new Map<string, Stored>();
  private readonly order = new SortedKeys();
  private readonly indexes: ReadonlyMap<string, { of: IndexFunction; entries: Map<string, Map<string, Stored>> }>;
  private readonly lists = new Map<string, readonly Stored[]>();

  constructor(indexes: Readonly<Record<string, IndexFunction>>) {
    this.indexes = new Map(Object.entries(indexes).map(([name, of]) => [name, { of, entries: new Map() }]));
  }

  get(key: string): Stored | undefined {
    return this.objects.get(key);
  }

  /** In order of key. @param namespace undefined: all */
  list(namespace: string | undefined): readonly Stored[] {
    const known = this.lists.get(namespace ?? '');
    if (known) return known;
    const keys = namespace === undefined ? this.order.all() : this.order.startingWith(`${namespace}/`);
    const list = Object.freeze(keys.map((key) => this.objects.get(key) as Stored));
    this.lists.set(namespace ?? '', list);
    return list;
  }

  /** In order of filing. */
  byIndex(index: string, value: string): readonly Stored[] {
    const found = this.indexes.get(index);
    if (!found) throw new RangeError(`there is no index \`${index}\``);
    return [...(found.entries.get(value)?.values() ?? [])];
  }

  set(key: string, object: Stored): void {
    const old = this.objects.get(key);
    this.objects.set(key, object);
    if (!old) this.order.add(key);
    this.forgetLists(key);
    this.reindex(key, old, object);
  }

  delete(key: string): void {
    const old = this.objects.get(key);
    if (!old) return;
    this.objects.delete(key);
    this.order.delete(key);
    this.forgetLists(key);
    this.reindex(key, old, undefined);
  }

  private forgetLists(key: string): void {
    this.lists.delete('');
    const slash = key.indexOf('/');
    if (slash >= 0) this.lists.delete(key.slice(0, slash));
  }

  private reindex(key: string, old: Stored | undefined, object: Stored | undefined): void {
    for (const { of, entries } of this.indexes.values()) {
      const before = old ? valuesOf(of(old)) : none;
      const after = object ? valuesOf(of(object)) : none;
      for (const value of before) {
        if (after.includes(value)) continue;
        const filed = entries.get(value);
        filed?.delete(key);
        if (filed?.size === 0) entries.delete(value);
      }
      for (const value of after) {
        const filed = entries.get(value) ?? new Map<string, Stored>();
        filed.set(key, object as Stored);
        entries.set(value, filed);
      }
    }
  }
}

const none: readonly string[] = [];

function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return none;
  return typeof value === 'string' ? [value] : value;
}
