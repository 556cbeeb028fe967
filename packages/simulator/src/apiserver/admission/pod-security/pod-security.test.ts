import { describe, expect, test } from 'vitest';
import recorded from '../../../../fixtures/pod-security.json' with { type: 'json' };
import { differences } from '../../../ledger/differences.ts';
import { type Answer, createTestServer, type TestServer } from '../../testing/test-server.ts';

interface Request {
  readonly code: number;
  readonly message?: string;
  readonly warning?: string;
}

const kinds = Object.entries({
  namespaces: 'Namespace',
  pods: 'Pod',
  podtemplates: 'PodTemplate',
  replicationcontrollers: 'ReplicationController',
  replicasets: 'ReplicaSet',
  deployments: 'Deployment',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  jobs: 'Job',
  cronjobs: 'CronJob',
});

function pathOf(kind: string, apiVersion: string, namespace: string | undefined): string {
  const plural = kinds.find(([, value]) => value === kind)?.[0];
  const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return `${base}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${plural}`;
}

function createNamespace({ send }: TestServer, labels: object): void {
  send('POST', '/api/v1/namespaces', { body: { metadata: { name: 'secured', labels } } });
}

function shape({ status, text, headers }: Answer): Request {
  const message = status >= 400 ? (JSON.parse(text) as { message: string }).message : undefined;
  const { warning } = headers;
  return { code: status, ...(message !== undefined && { message }), ...(warning !== undefined && { warning }) };
}

function shapeOf({ code, message, warning }: Request): Request {
  return { code, ...(message !== undefined && { message }), ...(warning !== undefined && { warning }) };
}

/** Seen otherwise there, with the entry of the ledger that says so, and what is answered here. */
const others: Readonly<Record<string, readonly [id: string, message: string]>> = {
  'an AppArmor annotation': [
    'F-100',
    'pods "x" is forbidden: violates PodSecurity "baseline:latest": forbidden AppArmor profile (annotation must not set ' +
      'AppArmor profile type to "container.apparmor.security.beta.kubernetes.io/app="unconfined"")',
  ],
};

describe(`as seen on ${recorded.seenOn}`, () => {
  test.each(recorded.requests.map((request) => [request.name, request] as const))('%s', (_, request) => {
    const server = createTestServer();
    if (request.labels) createNamespace(server, request.labels);
    const { kind, apiVersion } = request.object;
    const path = pathOf(kind, apiVersion, request.labels && 'secured');
    const answer = server.send('POST', `${path}?dryRun=All`, { body: request.object });
    const [id, message] = others[request.name] ?? [];
    expect(id === undefined || differences.some((known) => known.id === id)).toBe(true);
    expect(shape(answer)).toEqual({
      ...shapeOf(request),
      ...(message !== undefined && { message }),
    });
  });

  test('a namespace that gets stricter, and what changes in it', () => {
    const { send } = createTestServer();
    const answers = recorded.steps.map(({ method, path, type, body }) => shape(send(method, path, { type, body })));
    expect(answers).toEqual(recorded.steps.map(shapeOf));
  });
});
