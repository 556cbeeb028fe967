import { expect, it } from 'vitest';
import { aPod } from '../testing/objects.ts';
import { type OwnerState, planCollection } from './plan-collection.ts';

const owner = (uid: OwnerState) => ({ apiVersion: 'v1', kind: 'Pod', name: uid, uid });

it.each([
  ['leaves what has no owner', [], {}, false, { action: 'none' }],
  ['leaves what an owner wants', ['there'], {}, false, { action: 'none' }],
  [
    'takes off references to owners that are gone',
    ['there', 'gone'],
    {},
    false,
    { action: 'dropReferences', uids: ['gone'] },
  ],
  [
    'takes off references to owners that wait',
    ['waitsForDependents', 'there'],
    {},
    true,
    { action: 'dropReferences', uids: ['waitsForDependents'] },
  ],
  ['deletes what nobody wants', ['gone'], {}, true, { action: 'delete', propagationPolicy: 'Background' }],
  [
    'deletes after its dependents what is waited for',
    ['waitsForDependents'],
    {},
    true,
    { action: 'delete', propagationPolicy: 'Foreground' },
  ],
  [
    'deletes at once what is waited for and has none',
    ['waitsForDependents'],
    {},
    false,
    { action: 'delete', propagationPolicy: 'Background' },
  ],
  [
    'keeps to an orphan finalizer',
    ['gone'],
    { finalizers: ['orphan'] },
    false,
    { action: 'delete', propagationPolicy: 'Orphan' },
  ],
  ['leaves what is being deleted', ['gone'], { deletionTimestamp: 'now' }, false, { action: 'none' }],
] as [string, OwnerState[], object, boolean, object][])('%s', (_, owners, metadata, hasDependents, plan) => {
  const object = aPod({ metadata: { ownerReferences: owners.map(owner), ...metadata } });
  expect(planCollection(object, { ownerState: ({ uid }) => uid as OwnerState, hasDependents })).toEqual(plan);
});
