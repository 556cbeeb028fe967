import { createRandom, type Stored } from '@podlab/apimachinery';
import { describe, expect, it, test } from 'vitest';
import { authenticateToken } from './authenticate-token.ts';
import { clusterAudience, type TokenFacts } from './issue-token.ts';
import { legacyClaims } from './legacy-token.ts';
import { TokenIssuer } from './token-issuer.ts';

const startMs = Date.UTC(2026, 10, 24);
const issuer = new TokenIssuer(createRandom('tokens'));
const account = { metadata: { name: 'robot', namespace: 'default', uid: 'a1' } } as Stored;
const pod = { name: 'web', uid: 'p1' };
const secret = { name: 'old', uid: 's1' };

type Change = Readonly<Record<string, Partial<Stored['metadata']> | undefined>>;

/** What the cluster has. @param change of metadata, by key; undefined: it is gone */
function storeOf(change: Change = {}, legacyToken = '') {
  const objects: Record<string, Stored> = {
    'serviceaccounts default/robot': account,
    'pods default/web': { metadata: { ...pod, namespace: 'default' } } as unknown as Stored,
    'nodes node-1': { metadata: { name: 'node-1', uid: 'n1' } } as Stored,
    'secrets default/old': { metadata: { ...secret }, data: { token: btoa(legacyToken) } } as unknown as Stored,
  };
  return {
    get(resource: string, key: string) {
      const id = `${resource} ${key}`;
      const found = id in change && change[id] === undefined ? undefined : objects[id];
      return found && { ...found, metadata: { ...found.metadata, ...change[id] } };
    },
  };
}

function issue(facts: Partial<TokenFacts> = {}, skewMs = 0) {
  const usual = { account, audiences: [clusterAudience], expirationSeconds: 3600, id: 'j1', nowMs: startMs };
  return issuer.signFor({ ...usual, ...facts }, skewMs);
}

interface Circumstances {
  readonly afterMs?: number;
  readonly change?: Change;
  readonly legacy?: string;
}

function authenticate(token: string, { afterMs = 0, change = {}, legacy = '' }: Circumstances = {}) {
  const judge = { store: storeOf(change, legacy), issuer, nowMs: startMs + afterMs };
  return authenticateToken({ token, audiences: [clusterAudience] }, judge);
}

/** Whose a token is found to be, or why it is not. */
function judge(token: string, circumstances?: Circumstances): string | undefined {
  const found = authenticate(token, circumstances);
  return 'user' in found ? `of ${found.user.uid}` : found.error;
}

const invalidated = 'service account token has been invalidated';
const goneSince = (ms: number) => ({ deletionTimestamp: new Date(startMs + ms).toISOString() });

test('a token tells who its account is, and what it is bound to', () => {
  const found = authenticate(issue({ pod, node: { name: 'node-1', uid: 'n1' } }));
  expect('user' in found && found.user).toEqual({
    username: 'system:serviceaccount:default:robot',
    uid: 'a1',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
    extra: {
      'authentication.kubernetes.io/credential-id': ['JTI=j1'],
      'authentication.kubernetes.io/node-name': ['node-1'],
      'authentication.kubernetes.io/node-uid': ['n1'],
      'authentication.kubernetes.io/pod-name': ['web'],
      'authentication.kubernetes.io/pod-uid': ['p1'],
    },
  });
});

describe('a bound token', () => {
  it.each([
    [
      'of an account that is gone',
      {},
      { 'serviceaccounts default/robot': undefined },
      0,
      'serviceaccounts "robot" not found',
    ],
    [
      'of an account that was made again',
      {},
      { 'serviceaccounts default/robot': { uid: 'a2' } },
      0,
      'service account UID (a2) does not match claim (a1)',
    ],
    ['whose Pod is gone', { pod }, { 'pods default/web': undefined }, 0, invalidated],
    [
      'whose Pod was made again',
      { pod },
      { 'pods default/web': { uid: 'p2' } },
      0,
      'pod UID (p2) does not match service account pod ref claim (p1)',
    ],
    ['whose Pod should be gone for long', { pod }, { 'pods default/web': goneSince(0) }, 60_001, invalidated],
    ['whose Pod should just be gone', { pod }, { 'pods default/web': goneSince(0) }, 60_000, 'of a1'],
    ['whose Secret is gone', { secret }, { 'secrets default/old': undefined }, 0, invalidated],
    ['whose node is gone', { node: { name: 'node-2', uid: 'n2' } }, {}, 0, invalidated],
    ['whose node is gone and which is bound to a Pod', { pod, node: { name: 'node-2', uid: 'n2' } }, {}, 0, 'of a1'],
    ['a minute after its end', {}, {}, 3_660_000, 'of a1'],
    ['more than a minute after its end', {}, {}, 3_660_001, 'service account token has expired'],
    ['more than a minute before it was issued', {}, {}, -60_001, 'service account token is not valid yet'],
    [
      'for somebody else',
      { audiences: ['vault'] },
      {},
      0,
      `token audiences ["vault"] is invalid for the target audiences ["${clusterAudience}"]`,
    ],
  ])('%s', (_what, facts, change, afterMs, error) => {
    expect(judge(issue(facts), { afterMs, change })).toBe(error);
  });

  it('is judged by the clock of the cluster, whatever its client reads in it', () => {
    const behind = issue({ id: 'j2' }, 7_200_000);
    expect(judge(behind)).toBe('of a1');
    expect(judge(behind, { afterMs: 3_660_001 })).toBe('service account token has expired');
  });
});

describe('what somebody made up', () => {
  const [head = '', payload = '', signature = ''] = issue().split('.');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const noKeys = 'invalid signature, no keys found';
  const notSigned = 'go-jose/go-jose: error in cryptographic primitive';

  it.each([
    ['no token', 'nonsense', ''],
    ['too many parts', `${head}.${payload}.${signature}.x`, ''],
    ['another issuer', `${head}.${part({ ...claims, iss: 'me' })}.${signature}`, ''],
    [
      'other claims',
      `${head}.${part({ ...claims, sub: 'system:serviceaccount:default:other' })}.${signature}`,
      notSigned,
    ],
    ['no signature', `${head}.${payload}.`, notSigned],
    ['no algorithm', `${part({ alg: 'none' })}.${payload}.`, notSigned],
    ['another algorithm', `${part({ alg: 'HS256' })}.${payload}.${signature}`, notSigned],
    ['another key', `${part({ alg: 'RS256', kid: 'x' })}.${payload}.${signature}`, noKeys],
  ])('%s', (_what, token, error) => {
    expect(judge(token)).toBe(error);
  });
});

describe('a token of a Secret', () => {
  const token = issuer.sign(legacyClaims('default', { name: 'robot', uid: 'a1' }, 'old'));

  it.each([
    ['that is there', token, {}, 'of a1'],
    ['that is gone', token, { 'secrets default/old': undefined }, 'Token has been invalidated'],
    ['that is going', token, { 'secrets default/old': goneSince(0) }, 'Token has been invalidated'],
    ['that holds another one', 'another', {}, "Token does not match server's copy"],
    [
      'whose account was made again',
      token,
      { 'serviceaccounts default/robot': { uid: 'a2' } },
      'ServiceAccount UID (a2) does not match claim (a1)',
    ],
  ])('%s', (_what, legacy, change, error) => {
    expect(judge(token, { legacy, change, afterMs: 10 ** 12 })).toBe(error);
  });
});
