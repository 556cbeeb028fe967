import { expect, it } from 'vitest';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { expectedScale, type ExpectedScale, type PodController } from './expected-scale.ts';

const controllers: Readonly<Record<string, PodController>> = {
  web: { uid: 'web', replicas: 3 },
  db: { uid: 'db', replicas: 2 },
  work: { withoutScale: 'jobs.batch' },
  none: 'gone',
};

function pod(name: string, owner?: string): StoredOf<'pods'> {
  const ownerReferences = owner ? [{ apiVersion: 'v1', kind: 'X', name: owner, uid: owner, controller: true }] : [];
  return { metadata: { name, ownerReferences } } as unknown as StoredOf<'pods'>;
}

it.each<[string, readonly StoredOf<'pods'>[], ExpectedScale]>([
  ['no Pods', [], { replicas: 0, hasUnmanaged: false }],
  ['Pods of one controller', [pod('a', 'web'), pod('b', 'web')], { replicas: 3, hasUnmanaged: false }],
  ['Pods of two controllers', [pod('a', 'web'), pod('b', 'db')], { replicas: 5, hasUnmanaged: false }],
  ['a Pod that nobody manages', [pod('a', 'web'), pod('b')], { replicas: 3, hasUnmanaged: true }],
  [
    'a Pod of a Job',
    [pod('a', 'work')],
    { replicas: 0, hasUnmanaged: false, fault: 'jobs.batch does not implement the scale subresource' },
  ],
  [
    'a Pod whose controller is gone',
    [pod('a', 'none')],
    { replicas: 0, hasUnmanaged: false, fault: 'found no controllers for pod "a"' },
  ],
])('the scale of %s', (_, pods, expected) => {
  const find = ({ metadata }: StoredOf<'pods'>) => controllers[metadata.ownerReferences?.[0]?.name ?? ''] ?? 'gone';
  expect(expectedScale(pods, find)).toEqual(expected);
});
