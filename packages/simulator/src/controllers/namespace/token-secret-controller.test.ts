import { decodeBase64, decodeUtf8 } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { createTestCluster } from '../testing/test-cluster.ts';

const type = 'kubernetes.io/service-account-token';
const secretOf = (account: string) => ({
  metadata: { name: 'old', namespace: 'lab', annotations: { 'kubernetes.io/service-account.name': account } },
  type,
});

it('fills a Secret that asks for a token, and deletes it with its account', () => {
  const cluster = createTestCluster({ namespace: 'lab' });
  cluster.api.create('serviceaccounts', { metadata: { name: 'robot', namespace: 'lab' } });
  cluster.api.create('secrets', secretOf('robot'));
  cluster.run(500);
  const { data = {}, metadata } = cluster.api.get('secrets', 'lab', 'old') ?? {};
  const { uid } = cluster.api.get('serviceaccounts', 'lab', 'robot')?.metadata ?? {};
  expect(metadata?.annotations?.['kubernetes.io/service-account.uid']).toBe(uid);
  expect(Object.keys(data)).toEqual(['ca.crt', 'namespace', 'token']);
  const [, claims = ''] = decodeUtf8(decodeBase64(data['token'] ?? '')).split('.');
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
    iss: 'kubernetes/serviceaccount',
    'kubernetes.io/serviceaccount/namespace': 'lab',
    'kubernetes.io/serviceaccount/secret.name': 'old',
    'kubernetes.io/serviceaccount/service-account.name': 'robot',
    'kubernetes.io/serviceaccount/service-account.uid': uid,
    sub: 'system:serviceaccount:lab:robot',
  });
  cluster.api.delete('serviceaccounts', 'lab', 'robot');
  cluster.run(500);
  expect(cluster.api.get('secrets', 'lab', 'old')).toBeUndefined();
});

it('deletes a Secret of nobody, and leaves other Secrets alone', () => {
  const cluster = createTestCluster({ namespace: 'lab' });
  cluster.api.create('secrets', secretOf('nobody'));
  cluster.api.create('secrets', { metadata: { ...secretOf('nobody').metadata, name: 'other' }, type: 'Opaque' });
  cluster.run(500);
  expect(cluster.api.list('secrets', 'lab').map(({ metadata }) => metadata.name)).toEqual(['other']);
});
