import { expect, test } from 'vitest';
import { impersonating } from './impersonating.ts';
import { createFakeTransport, json } from './testing/fake-transport.ts';

test('says with each request as whom it counts', async () => {
  const plain = createFakeTransport(() => json({}));
  const transport = impersonating(plain, { user: 'bob', groups: ['g1', 'g2'], uid: '7' });
  await transport.fetch('/api', { headers: { accept: '*/*' } });
  expect(plain.seen[0]?.headers).toEqual({
    accept: '*/*',
    'impersonate-user': 'bob',
    'impersonate-group': ['g1', 'g2'],
    'impersonate-uid': '7',
  });
});

test('leaves out what is not asked for', async () => {
  const plain = createFakeTransport(() => json({}));
  await impersonating(plain, { user: 'bob', groups: [] }).fetch('/api');
  expect(plain.seen[0]?.headers).toEqual({ 'impersonate-user': 'bob' });
});
