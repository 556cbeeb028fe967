import { describe, expect, it } from 'vitest';
import { foregroundFinalizer, orphanFinalizer, OwnerGraph } from './owner-graph.ts';

type Change = Parameters<OwnerGraph['observe']>[1];

function change(uid: string, ownerUids: readonly string[], fields: object = {}, old?: Change['object']): Change {
  const ownerReferences = ownerUids.map((owner) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: owner, uid: owner }));
  const object = { metadata: { uid, name: uid, namespace: 'default', ownerReferences, ...fields } };
  return (old ? { type: 'MODIFIED', object, old } : { type: 'ADDED', object }) as unknown as Change;
}

const waiting = { deletionTimestamp: '1970-01-01T00:00:00Z', finalizers: [foregroundFinalizer] };

function graphOf(...changes: readonly Change[]) {
  const graph = new OwnerGraph();
  for (const one of changes) graph.observe('configmaps', one);
  return { observe: (one: Change) => [...new Set(graph.observe('configmaps', one))] };
}

describe('what is looked at', () => {
  const owner = change('owner', []);
  const child = change('child', ['owner']);
  const other = change('other', ['owner']);
  const deleted = change('owner', [], waiting, owner.object);
  const gone = (one: Change) => ({ type: 'DELETED', object: one.object }) as Change;

  it.each<[string, readonly Change[], Change, readonly string[]]>([
    ['nothing when the owner is there', [owner], child, []],
    ['an object whose owner is not there', [], child, ['child']],
    ['an object whose owner is in another namespace', [owner], change('far', ['owner'], { namespace: 'far' }), ['far']],
    ['its dependents when the owner begins to wait', [owner, child, other], deleted, ['owner', 'child', 'other']],
    ['not what it gets while it waits', [owner, child, deleted], other, []],
    [
      'what it has got while it waited, when something of it goes',
      [owner, child, deleted, other],
      gone(child),
      ['owner', 'other'],
    ],
    ['nobody else when one of several goes', [owner, child, other], gone(child), []],
    ['dependents of what is gone', [owner, child, other], gone(owner), ['child', 'other']],
    [
      'an owner that waits when one is taken from it',
      [owner, child, deleted],
      change('child', [], {}, child.object),
      ['owner'],
    ],
    [
      'not an owner that releases its dependents itself',
      [owner, child, change('owner', [], { ...waiting, finalizers: [orphanFinalizer] }, owner.object)],
      change('child', [], {}, child.object),
      [],
    ],
  ])('%s', (_, before, last, expected) => {
    expect(graphOf(...before).observe(last)).toEqual(expected);
  });
});
