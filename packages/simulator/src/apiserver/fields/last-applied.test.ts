import { describe, expect, test } from 'vitest';
import { createTestServer, type TestServer } from '../testing/test-server.ts';

const path = '/api/v1/namespaces/default/configmaps';
const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

const manifest = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data });

/** As client-side `kubectl apply` makes it. */
function applyAsClient({ send }: TestServer, data: object) {
  const annotations = { [annotation]: `${JSON.stringify(manifest(data))}\n` };
  const body = { ...manifest(data), metadata: { name: 'c', annotations } };
  send('POST', `${path}?fieldManager=kubectl-client-side-apply`, { body });
}

function applyInServer({ send }: TestServer, manager: string, data: object) {
  return send('PATCH', `${path}/c?fieldManager=${manager}`, {
    body: manifest(data),
    type: 'application/apply-patch+yaml',
  });
}

describe('the annotation of client-side apply', () => {
  test('lets kubectl take over in the server what it had applied itself', () => {
    const server = createTestServer();
    applyAsClient(server, { a: '1' });
    const taken = applyInServer(server, 'kubectl', { a: '2' });
    expect([taken.status, taken.json.data]).toEqual([200, { a: '2' }]);
  });

  test('does so for no other manager, and not for what others have changed since', () => {
    const server = createTestServer();
    applyAsClient(server, { a: '1', b: '1' });
    expect(applyInServer(server, 'other', { a: '2' }).status).toBe(409);
    server.send('PATCH', `${path}/c?fieldManager=kubectl-edit`, {
      body: { data: { b: '7' } },
      type: 'application/merge-patch+json',
    });
    expect(applyInServer(server, 'kubectl', { a: '2', b: '2' })).toMatchObject({
      status: 409,
      json: { message: 'Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: .data.b' },
    });
  });

  test('follows what kubectl applies in the server, and only that', () => {
    const server = createTestServer();
    applyAsClient(server, { a: '1' });
    applyInServer(server, 'other', { b: '1' });
    const before = server.send('GET', `${path}/c`).json.metadata.annotations[annotation];
    expect(before).toContain('"a":"1"');
    const { annotations } = applyInServer(server, 'kubectl', { a: '<2>' }).json.metadata;
    expect(annotations[annotation]).toBe(
      String.raw`{"apiVersion":"v1","data":{"a":"\u003c2\u003e"},"kind":"ConfigMap","metadata":{"name":"c"}}` + '\n',
    );
  });
});
