import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { createRandom } from '@podlab/apimachinery';
import { beforeAll, expect, it } from 'vitest';
import { createSigningKey, type SigningKey } from './signing-key.ts';

let key: SigningKey;

beforeAll(() => {
  key = createSigningKey(createRandom('key'));
});

it('signs so that others can verify it with the public key alone', () => {
  const publicKey = createPublicKey({ key: key.jwk as JsonWebKey, format: 'jwk' });
  const [text, signature] = ['some text', Buffer.from(key.sign('some text'), 'base64url')];
  expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(verify('sha256', Buffer.from(text), publicKey, signature)).toBe(true);
  expect(verify('sha256', Buffer.from('some texts'), publicKey, signature)).toBe(false);
});

it('is called by a digest of the public key, as Kubernetes calls keys', () => {
  const spki = createPublicKey({ key: key.jwk as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'der' });
  expect(key.id).toBe(createHash('sha256').update(spki).digest('base64url'));
});

it('verifies its own signatures and no others', () => {
  const signature = key.sign('some text');
  expect(signature).toHaveLength(342);
  expect(key.verifies('some text', signature)).toBe(true);
  const other = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  const wrong: readonly [string, string][] = [
    ['some texts', signature],
    ['some text', other],
    ['some text', ''],
    ['some text', 'A'],
    ['some text', '!'],
    ['some text', 'A'.repeat(342)],
    ['some text', '_'.repeat(342)],
  ];
  for (const [text, given] of wrong) expect([given, key.verifies(text, given)]).toEqual([given, false]);
});

it('is the same from the same seed', () => {
  expect(createSigningKey(createRandom('key')).id).toBe(key.id);
  expect(createSigningKey(createRandom('other')).id).not.toBe(key.id);
});
