import { decodeUtf8, encodeUtf8, StatusError } from '@podlab/apimachinery';
import { describe, expect, test } from 'vitest';
import type { ExecRequest, ExecSession, KubeletApi, LogRequest } from '../../exchange.ts';
import { createTestServer, podManifest } from '../../testing/test-server.ts';

const pods = '/api/v1/namespaces/default/pods';

function fakeKubelet() {
  const asked: { logs: LogRequest[]; exec: ExecRequest[]; heard: string[] } = { logs: [], exec: [], heard: [] };
  const kubelet: KubeletApi = {
    logs: (request) => {
      asked.logs.push(request);
      return 'hello\n';
    },
    exec: (request): ExecSession => {
      asked.exec.push(request);
      return {
        writeStdin: (chunk) => asked.heard.push(decodeUtf8(chunk)),
        endStdin: () => asked.heard.push('<end>'),
        resize: ({ columns, rows }) => asked.heard.push(`${columns}x${rows}`),
        detach: () => asked.heard.push('<gone>'),
        subscribe: (sink) => {
          sink.stdout(encodeUtf8('out'));
          sink.stderr(encodeUtf8('err'));
          sink.exit(3);
        },
      };
    },
    portForward: () => {
      throw new Error('nobody connects in these tests');
    },
  };
  return { asked, kubelet };
}

function boundPod(kubelet?: KubeletApi, containers = [{ name: 'app', image: 'busybox:1.37' }]) {
  const server = createTestServer(kubelet);
  server.send('POST', pods, { body: podManifest('web', { containers }) });
  server.server.local.bindPod('default', 'web', 'node-1');
  return server;
}

describe('logs', () => {
  test('come from the kubelet of the node', () => {
    const { asked, kubelet } = fakeKubelet();
    const { send } = boundPod(kubelet);
    expect(send('GET', `${pods}/web/log?follow=true&tailLines=5&previous=true`).text).toBe('hello\n');
    expect(asked.logs).toEqual([
      {
        namespace: 'default',
        pod: 'web',
        container: 'app',
        follow: true,
        previous: true,
        timestamps: false,
        tailLines: 5,
      },
    ]);
  });

  test('need a container when there are several', () => {
    const { send } = boundPod(fakeKubelet().kubelet, [
      { name: 'a', image: 'x' },
      { name: 'b', image: 'x' },
    ]);
    expect(send('GET', `${pods}/web/log`)).toMatchObject({
      status: 400,
      json: { message: 'a container name must be specified for pod web, choose one of: [a b]' },
    });
    expect(send('GET', `${pods}/web/log?container=c`).json.message).toBe('container c is not valid for pod web');
  });

  test('hand on what the kubelet refuses', () => {
    const message = 'container "app" in pod "web" is waiting to start: ContainerCreating';
    const refuse = () => {
      throw new StatusError({ message, reason: 'BadRequest', code: 400 });
    };
    const { send } = boundPod({ logs: refuse, exec: refuse, portForward: refuse });
    expect(send('GET', `${pods}/web/log`)).toMatchObject({ status: 400, json: { message } });
  });
});

describe('exec', () => {
  const path = `${pods}/web/exec?command=sh&command=-c&command=exit+3&stdin=true&stdout=true&stderr=true`;
  const open = (server: ReturnType<typeof boundPod>, protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io']) =>
    server.server.open({ method: 'GET', path, headers: {} }, protocols);

  test('frames output by channel and ends with the exit code', () => {
    const { asked, kubelet } = fakeKubelet();
    const connection = open(boundPod(kubelet));
    if (!('receive' in connection)) throw new Error('refused');
    const messages: [number, string][] = [];
    connection.subscribe({
      message: (data) => messages.push([data[0] ?? -1, decodeUtf8(data.subarray(1))]),
      close: () => messages.push([-1, 'closed']),
    });
    expect(connection.protocol).toBe('v5.channel.k8s.io');
    expect(messages.map(([channel]) => channel)).toEqual([1, 2, 3, -1]);
    expect(JSON.parse(messages[2]?.[1] ?? '')).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
    expect(asked.exec).toMatchObject([{ command: ['sh', '-c', 'exit 3'], container: 'app', stdin: true, tty: false }]);
  });

  test('hears input, sizes and the end', () => {
    const { asked, kubelet } = fakeKubelet();
    const connection = open(boundPod(kubelet));
    if (!('receive' in connection)) throw new Error('refused');
    connection.receive(Uint8Array.of(0, ...encodeUtf8('ls')));
    connection.receive(Uint8Array.of(4, ...encodeUtf8('{"Width":80,"Height":24}')));
    connection.receive(Uint8Array.of(255, 0));
    connection.clientClosed();
    expect(asked.heard).toEqual(['ls', '80x24', '<end>', '<gone>']);
  });

  test('refuses protocols that it does not speak, and Pods that are nowhere', () => {
    const server = boundPod(fakeKubelet().kubelet);
    expect(open(server, ['v1.unknown'])).toMatchObject({ status: 400 });
    server.send('POST', pods, { body: podManifest('pending') });
    const response = server.server.open({ method: 'GET', path: path.replace('/web/', '/pending/'), headers: {} }, [
      'v5.channel.k8s.io',
    ]);
    expect(response).toMatchObject({ status: 400 });
  });
});

describe('eviction', () => {
  const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
  const evict = (server: ReturnType<typeof boundPod>) =>
    server.send('POST', `${pods}/web/eviction`, {
      body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web', namespace: 'default' } },
    });

  function guarded(disruptionsAllowed: number) {
    const server = boundPod();
    const { local } = server.server;
    const pod = local.get('pods', 'default', 'web')!;
    const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };
    local.updateStatus('pods', { ...pod, status: { ...pod.status, phase: 'Running', conditions: [ready] } });
    const spec = { minAvailable: 2, selector: { matchLabels: { app: 'web' } } };
    server.send('POST', budgets, { body: { metadata: { name: 'web' }, spec } });
    const budget = local.get('poddisruptionbudgets', 'default', 'web')!;
    const status = { currentHealthy: 2 + disruptionsAllowed, desiredHealthy: 2, expectedPods: 3, disruptionsAllowed };
    local.updateStatus('poddisruptionbudgets', { ...budget, status: { ...status, observedGeneration: 1 } });
    return server;
  }

  test('waits for its turn when the budget is spent', () => {
    expect(evict(guarded(0))).toMatchObject({
      status: 429,
      json: {
        reason: 'TooManyRequests',
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        details: {
          causes: [
            {
              reason: 'DisruptionBudget',
              message: 'The disruption budget web needs 2 healthy pods and has 2 currently',
            },
          ],
        },
      },
    });
  });

  test('spends the budget, says why, and deletes gracefully', () => {
    const server = guarded(1);
    expect(evict(server)).toMatchObject({ status: 201, json: { kind: 'Status', status: 'Success', code: 201 } });
    expect(server.server.local.get('poddisruptionbudgets', 'default', 'web')?.status).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { web: '2026-01-01T00:00:00Z' },
    });
    const pod = server.server.local.get('pods', 'default', 'web');
    expect(pod?.metadata.deletionGracePeriodSeconds).toBe(30);
    expect(pod?.status?.conditions?.at(-1)).toMatchObject({
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    });
  });
});

test('ephemeral containers can be added and not changed', () => {
  const { send } = boundPod();
  const add = (containers: object[]) =>
    send('PATCH', `${pods}/web/ephemeralcontainers`, {
      body: { spec: { ephemeralContainers: containers } },
      type: 'application/strategic-merge-patch+json',
    });
  expect(add([{ name: 'debugger', image: 'busybox:1.37' }]).json).toMatchObject({
    metadata: {
      generation: 2,
      managedFields: expect.arrayContaining([
        expect.objectContaining({
          operation: 'Update',
          subresource: 'ephemeralcontainers',
          fieldsV1: {
            'f:spec': {
              'f:ephemeralContainers': {
                '.': {},
                'k:{"name":"debugger"}': expect.objectContaining({ '.': {}, 'f:image': {}, 'f:name': {} }),
              },
            },
          },
        }),
      ]),
    },
    spec: { ephemeralContainers: [{ name: 'debugger', terminationMessagePolicy: 'File' }] },
  });
  expect(add([{ name: 'debugger', image: 'other' }])).toMatchObject({ status: 422 });
});
