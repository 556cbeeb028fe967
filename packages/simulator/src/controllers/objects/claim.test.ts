import { newControllerReference } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { aPod, aReplicaSet } from '../testing/objects.ts';
import { adoptedReferences, decideClaim, releasedReferences } from './claim.ts';

const owner = aReplicaSet('mine', 1);
const going = aReplicaSet('going', 1, { metadata: { uid: owner.metadata.uid, deletionTimestamp: 'now' } });
const other = aReplicaSet('other', 1);
const ownedBy = (replicaSet: typeof owner) =>
  aPod({ metadata: { ownerReferences: [newControllerReference(replicaSet)] } });

describe('decideClaim', () => {
  it.each([
    ['keeps what it owns and selects', owner, ownedBy(owner), true, 'keep'],
    ['releases what it owns and no longer selects', owner, ownedBy(owner), false, 'release'],
    ['leaves alone what another owns', owner, ownedBy(other), true, 'ignore'],
    ['adopts an orphan that it selects', owner, aPod(), true, 'adopt'],
    ['leaves alone an orphan that it does not select', owner, aPod(), false, 'ignore'],
    ['does not adopt what is being deleted', owner, aPod({ metadata: { deletionTimestamp: 'now' } }), true, 'ignore'],
    ['adopts nothing while it is being deleted', going, aPod(), true, 'ignore'],
    ['releases nothing while it is being deleted', going, ownedBy(owner), false, 'ignore'],
  ] as const)('%s', (_, who, pod, matches, claim) => {
    expect(decideClaim(who, pod, matches)).toBe(claim);
  });
});

it('keeps other owners when adopting and releasing', () => {
  const reference = { apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'u' };
  const adopted = adoptedReferences(owner, aPod({ metadata: { ownerReferences: [reference] } }));
  expect(adopted).toEqual([reference, newControllerReference(owner)]);
  expect(releasedReferences(owner, aPod({ metadata: { ownerReferences: adopted } }))).toEqual([reference]);
  expect(releasedReferences(owner, ownedBy(owner))).toBeNull();
});
