import { describe, expect, test } from 'vitest';
import { Store } from './store.ts';

const named = (name: string, extra: Record<string, unknown> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'ns' },
  ...extra,
});

describe('Store', () => {
  test('numbers writes and freezes what it stores', () => {
    const store = new Store();
    const first = store.put('configmaps', 'ns/a', named('a', { data: { k: 'v' } }));
    const second = store.put('secrets', 'ns/b', named('b'));
    expect(Number(second.metadata.resourceVersion)).toBe(Number(first.metadata.resourceVersion) + 1);
    expect(String(store.revision)).toBe(second.metadata.resourceVersion);
    expect(Object.isFrozen((first as { data?: object }).data)).toBe(true);
  });

  test('lists in order of namespace and name, as bytes', () => {
    const store = new Store();
    for (const key of ['b/a', 'a/z', 'a-b/x', 'a/b']) {
      const [namespace, name] = key.split('/') as [string, string];
      store.put('pods', key, { metadata: { namespace, name } });
    }
    const keys = (namespace?: string) =>
      store.list('pods', namespace).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(keys()).toEqual(['a-b/x', 'a/b', 'a/z', 'b/a']);
    expect(keys('a')).toEqual(['a/b', 'a/z']);
  });

  test('tells what happened after a revision, deletions with a revision of their own', () => {
    const store = new Store();
    store.put('pods', 'ns/a', named('a'));
    const since = store.revision;
    store.put('pods', 'ns/a', named('a', { data: {} }));
    const last = store.remove('pods', 'ns/a');
    expect(store.eventsSince('pods', since)?.map(({ type, revision }) => [type, revision])).toEqual([
      ['MODIFIED', since + 1],
      ['DELETED', since + 2],
    ]);
    expect(last?.metadata.resourceVersion).toBe(String(since + 2));
    expect(store.remove('pods', 'ns/a')).toBeUndefined();
  });

  test('lists as of a past revision', () => {
    const store = new Store();
    store.put('pods', 'ns/a', named('a', { v: 1 }));
    store.put('pods', 'ns/b', named('b'));
    const then = store.revision;
    store.put('pods', 'ns/a', named('a', { v: 2 }));
    store.remove('pods', 'ns/b');
    store.put('pods', 'ns/c', named('c'));
    expect(store.listAt('pods', then)?.map((object) => [object.metadata.name, object['v']])).toEqual([
      ['a', 1],
      ['b', undefined],
    ]);
  });

  test('cannot tell what is compacted away', () => {
    const store = new Store();
    for (let i = 0; i < 5; i += 1) store.put('pods', 'ns/a', named('a', { i }));
    store.compact(store.revision - 1);
    expect(store.eventsSince('pods', store.revision - 2)).toBeUndefined();
    expect(store.listAt('pods', store.revision - 2)).toBeUndefined();
    expect(store.eventsSince('pods', store.revision - 1)).toHaveLength(1);
  });

  test('keeps a window of events', () => {
    const store = new Store({ windowEvents: 4 });
    for (let i = 0; i < 20; i += 1) store.put('pods', 'ns/a', named('a', { i }));
    expect(store.eventsSince('pods', 1)).toBeUndefined();
    expect(store.eventsSince('pods', store.revision - 4)).toHaveLength(4);
  });

  test('keeps indexes up to date', () => {
    const color = (object: Record<string, unknown>) => object['color'] as string | undefined;
    const store = new Store({ indexes: { pods: { color } } });
    const names = (value: string) => store.byIndex('pods', 'color', value).map(({ metadata }) => metadata.name);
    store.put('pods', 'ns/a', named('a', { color: 'red' }));
    store.put('pods', 'ns/b', named('b', { color: 'red' }));
    store.put('pods', 'ns/a', named('a', { color: 'blue' }));
    expect([names('red'), names('blue')]).toEqual([['b'], ['a']]);
    store.remove('pods', 'ns/b');
    expect([names('red'), names('blue')]).toEqual([[], ['a']]);
  });
});
