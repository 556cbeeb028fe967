import type { TokenRequest } from 'kubernetes-types/authentication/v1';
import { expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { ask, send, textOf } from './testing/request.ts';

const base = '/api/v1/namespaces/default';
const startTimeMs = Date.UTC(2026, 10, 24, 12);

function openCluster() {
  const cluster = createEmbeddedCluster({ seed: 'tokens', startTimeMs, nodes: [{ name: 'node-1' }] });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  pass(5_000);
  return { cluster, pass };
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

it('issues a token for as long as it is asked for', () => {
  const { cluster } = openCluster();
  const request = { spec: { audiences: [], expirationSeconds: 7200 } };
  const { spec, status } = ask(
    cluster,
    'POST',
    `${base}/serviceaccounts/default/token`,
    request,
  ) as unknown as TokenRequest;
  expect(spec.audiences).toEqual(['https://kubernetes.default.svc.cluster.local']);
  const { exp, iat, sub } = claimsOf(status?.token ?? '') as { exp: number; iat: number; sub: string };
  expect([exp - iat, sub]).toEqual([7200, 'system:serviceaccount:default:default']);
  expect(Date.parse(status?.expirationTimestamp ?? '') / 1000).toBe(exp);
});

it('refuses a token for less than ten minutes, and one of nobody', () => {
  const { cluster } = openCluster();
  const short = send(cluster, 'POST', `${base}/serviceaccounts/default/token`, { spec: { expirationSeconds: 60 } });
  expect(textOf(short.body)).toContain(
    'TokenRequest.authentication.k8s.io \\"\\" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
  );
  expect(send(cluster, 'POST', `${base}/serviceaccounts/nobody/token`, { spec: {} }).status).toBe(404);
});

it('mounts a token of its own into every Pod, and renews it before it expires', () => {
  const { cluster, pass } = openCluster();
  const command = [
    'sh',
    '-c',
    'while true; do cat /var/run/secrets/kubernetes.io/serviceaccount/token; echo; sleep 1500; done',
  ];
  ask(cluster, 'POST', `${base}/pods`, {
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'app', image: 'busybox:1.37', command }] },
  });
  pass(4_600_000);
  const tokens = textOf(send(cluster, 'GET', `${base}/pods/web/log`).body)
    .trim()
    .split('\n');
  expect(tokens).toHaveLength(4);
  expect(new Set(tokens).size).toBe(2);
  const { metadata } = ask(cluster, 'GET', `${base}/pods/web`);
  expect(claimsOf(tokens[0] ?? '')).toMatchObject({
    'kubernetes.io': { namespace: 'default', node: { name: 'node-1' }, pod: { name: 'web', uid: metadata.uid } },
    sub: 'system:serviceaccount:default:default',
  });
});
