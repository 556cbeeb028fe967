import { StatusError } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { chunks, createFakeTransport, json } from '../testing/fake-transport.ts';
import { createKubeClient } from './kube-client.ts';

const { signal } = new AbortController();
const at = { namespace: 'lab', name: 'web' };

describe('createKubeClient', () => {
  it.each<[string, (client: ReturnType<typeof createKubeClient>) => Promise<unknown>, object]>([
    ['gets', (c) => c.get('pods', at, { signal }), { method: 'GET', path: '/api/v1/namespaces/lab/pods/web' }],
    [
      'creates with a type of its own',
      (c) => c.create('deployments', { metadata: at }, { fieldManager: 'me', dryRun: true, signal }),
      {
        method: 'POST',
        path: '/apis/apps/v1/namespaces/lab/deployments',
        query: 'dryRun=All&fieldManager=me',
        body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: at },
      },
    ],
    [
      'replaces a status',
      (c) => c.replace('nodes', { metadata: { name: 'n' } }, { subresource: 'status', signal }),
      {
        method: 'PUT',
        path: '/api/v1/nodes/n/status',
        body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } },
      },
    ],
    [
      'patches',
      (c) => c.patch('pods', at, { type: 'json', body: [] }, { signal }),
      { method: 'PATCH', path: '/api/v1/namespaces/lab/pods/web', type: 'application/json-patch+json', body: [] },
    ],
    [
      'scales',
      (c) => c.scale('deployments', at, 3, { signal }),
      {
        method: 'PATCH',
        path: '/apis/apps/v1/namespaces/lab/deployments/web/scale',
        type: 'application/merge-patch+json',
        body: { spec: { replicas: 3 } },
      },
    ],
    [
      'deletes with a grace period of zero',
      (c) => c.delete('pods', at, { gracePeriodSeconds: 0, signal }),
      {
        method: 'DELETE',
        path: '/api/v1/namespaces/lab/pods/web',
        body: { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 },
      },
    ],
    [
      'deletes a collection by selector',
      (c) => c.deleteCollection('pods', { namespace: 'lab' }, { labelSelector: 'a in (b)', signal }),
      {
        method: 'DELETE',
        path: '/api/v1/namespaces/lab/pods',
        query: 'labelSelector=a%20in%20(b)',
        body: { apiVersion: 'v1', kind: 'DeleteOptions' },
      },
    ],
    [
      'evicts',
      (c) => c.evict(at, { signal }),
      {
        method: 'POST',
        path: '/api/v1/namespaces/lab/pods/web/eviction',
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: at,
          deleteOptions: { apiVersion: 'v1', kind: 'DeleteOptions' },
        },
      },
    ],
    [
      'reads logs',
      (c) => c.logs(at, { container: 'app', tailLines: 0, follow: false, signal }),
      { method: 'GET', path: '/api/v1/namespaces/lab/pods/web/log', query: 'container=app&tailLines=0' },
    ],
  ])('%s', async (_, act, expected: { query?: string; body?: unknown; type?: string }) => {
    const transport = createFakeTransport(() => json({}));
    await act(createKubeClient(transport));
    const [request] = transport.seen;
    const { query = '', body = null, type = 'application/json', ...rest } = expected;
    expect(request).toMatchObject(rest);
    expect(request?.query.toString()).toBe(new URLSearchParams(query).toString());
    expect(JSON.parse(request?.body || 'null')).toEqual(body);
    expect(request?.headers['content-type'] ?? 'application/json').toBe(type);
  });

  it('joins the pages of a list and gives each item its type', async () => {
    const page = (name: string, next?: string) =>
      json({
        apiVersion: 'v1',
        kind: 'PodList',
        metadata: { resourceVersion: '7', continue: next },
        items: [{ metadata: { name } }],
      });
    const transport = createFakeTransport(({ query }) =>
      query.get('continue') === 'more' ? page('b') : page('a', 'more'),
    );
    const { items, resourceVersion } = await createKubeClient(transport).list('pods', {}, { signal });
    expect(items).toEqual([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } },
    ]);
    expect(resourceVersion).toBe('7');
    expect(transport.seen.map(({ query }) => query.get('limit'))).toEqual(['500', '500']);
  });

  it('throws the Status that the API answers with', async () => {
    const status = {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      reason: 'NotFound',
      code: 404,
      message: 'pods "web" not found',
    };
    const failing = createKubeClient(createFakeTransport(() => json(status, 404))).get('pods', at, { signal });
    await expect(failing).rejects.toThrow(StatusError);
    await expect(failing).rejects.toMatchObject({ reason: 'NotFound', message: 'pods "web" not found' });
  });

  it('makes an error of an answer that is no Status', async () => {
    const client = createKubeClient(createFakeTransport(() => new Response('<html>', { status: 503 })));
    await expect(client.get('pods', at, { signal })).rejects.toMatchObject({ reason: 'ServiceUnavailable', code: 503 });
  });

  it('reads watch events wherever the chunks are cut, and drops a line that was cut off', async () => {
    const event = (name: string) => `${JSON.stringify({ type: 'ADDED', object: { metadata: { name } } })}\n`;
    const text = event('grün') + event('b') + event('c').slice(0, 20);
    const bytes = new TextEncoder().encode(text);
    for (let cut = 0; cut < bytes.length; cut += 7) {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(bytes.subarray(0, cut));
          controller.enqueue(bytes.subarray(cut));
          controller.close();
        },
      });
      const names: unknown[] = [];
      const client = createKubeClient(createFakeTransport(() => new Response(body)));
      for await (const seen of await client.watch('pods', {}, { signal })) {
        if (seen.type === 'ADDED') names.push(seen.object.metadata.name);
      }
      expect(names).toEqual(['grün', 'b']);
    }
  });

  it('stops reading a body when the loop is left', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('x')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const _ of createKubeClient(createFakeTransport(() => new Response(body))).streamLogs(at, { signal }))
      break;
    expect(cancelled).toBe(true);
  });

  it('passes warnings on', async () => {
    const warnings: string[] = [];
    const answer = () => new Response('{}', { headers: { warning: '299 - "unknown field \\"a\\"", 299 - "old"' } });
    await createKubeClient(createFakeTransport(answer), { onWarning: (text) => warnings.push(text) }).get('pods', at, {
      signal,
    });
    expect(warnings).toEqual(['unknown field "a"', 'old']);
  });

  it('throws what an ERROR event says', async () => {
    const line = `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', reason: 'Expired', code: 410 } })}\n`;
    const client = createKubeClient(createFakeTransport(() => chunks(line)));
    const watch = await client.watch('pods', {}, { signal });
    await expect(watch[Symbol.asyncIterator]().next()).rejects.toMatchObject({ reason: 'Expired' });
  });
});
