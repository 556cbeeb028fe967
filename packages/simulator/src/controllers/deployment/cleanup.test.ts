import { expect, it } from 'vitest';
import { aReplicaSet, aStoredDeployment } from '../testing/objects.ts';
import { chooseReplicaSetsToDelete } from './cleanup.ts';

const old = (revision: number, replicas = 0, metadata = {}) =>
  aReplicaSet(`r${revision}`, replicas, {
    metadata: { annotations: { 'deployment.kubernetes.io/revision': String(revision) }, ...metadata },
  });

it.each([
  ['keeps as many as the limit says', 2, [old(1), old(2)], []],
  ['deletes the lowest revisions beyond it', 1, [old(3), old(1), old(2)], ['r1', 'r2']],
  ['spares those with Pods', 0, [old(1, 2), old(2)], ['r2']],
  ['spares those whose status is not up to date', 0, [old(1, 0, { generation: 2 }), old(2)], ['r2']],
  ['does not count those being deleted', 1, [old(1, 0, { deletionTimestamp: 'now' }), old(2)], []],
] as const)('%s', (_, revisionHistoryLimit, replicaSets, names) => {
  const chosen = chooseReplicaSetsToDelete(aStoredDeployment({ revisionHistoryLimit }), replicaSets);
  expect(chosen.map(({ metadata }) => metadata.name)).toEqual(names);
});
