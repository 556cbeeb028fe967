import { encodeUtf8, type KubeObject } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { openCluster } from './testing/one-node.ts';
import { ask, send, textOf } from './testing/request.ts';

const path = (version: string) => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const spec = { scaleTargetRef, maxReplicas: 5, targetCPUUtilizationPercentage: 60 };

function openWithAutoscaler() {
  const opened = openCluster();
  const made = ask(opened.cluster, 'POST', path('v1'), { metadata: { name: 'web' }, spec });
  return { ...opened, made };
}

describe('an autoscaler of version 1', () => {
  it('is the one of version 2', () => {
    const { cluster, made } = openWithAutoscaler();
    expect(made).toMatchObject({ apiVersion: 'autoscaling/v1', spec: { ...spec, minReplicas: 1 } });
    expect(made['status']).toEqual({ currentReplicas: 0, desiredReplicas: 0 });
    expect(ask(cluster, 'GET', `${path('v2')}/web`)).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 60 } } }] },
    });
    const list = ask(cluster, 'GET', path('v1')) as unknown as KubeObject & { items: KubeObject[] };
    expect([list['kind'], list['apiVersion'], list.items.length]).toEqual([
      'HorizontalPodAutoscalerList',
      'autoscaling/v1',
      1,
    ]);
    expect(list.items[0]).toMatchObject({ spec: { targetCPUUtilizationPercentage: 60 } });
  });

  it.each([
    ['merge-patch', { spec: { targetCPUUtilizationPercentage: 70 } }],
    ['strategic-merge-patch', { spec: { targetCPUUtilizationPercentage: 70 } }],
    ['json-patch', [{ op: 'replace', path: '/spec/targetCPUUtilizationPercentage', value: 70 }]],
  ])('is changed by a %s of what it shows', (type, patch) => {
    const { cluster } = openWithAutoscaler();
    const { status, body } = cluster.handle({
      method: 'PATCH',
      path: `${path('v1')}/web`,
      headers: { 'content-type': `application/${type}+json` },
      body: encodeUtf8(JSON.stringify(patch)),
    });
    expect([status, JSON.parse(textOf(body))]).toMatchObject([200, { spec: { targetCPUUtilizationPercentage: 70 } }]);
    expect(JSON.stringify(ask(cluster, 'GET', `${path('v2')}/web`)['spec'])).toContain('"averageUtilization":70');
  });

  it('is watched, printed, refused and deleted', () => {
    const { cluster, pass } = openWithAutoscaler();
    const lines: { type: string; object: KubeObject }[] = [];
    const { body } = cluster.handle({ method: 'GET', path: `${path('v1')}?watch=true`, headers: {} });
    if (typeof body === 'string' || body instanceof Uint8Array) throw new Error('no watch');
    body.subscribe({
      write: (chunk) => {
        for (const line of new TextDecoder().decode(chunk).trim().split('\n')) {
          lines.push(JSON.parse(line) as (typeof lines)[number]);
        }
      },
      end: () => undefined,
    });
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const table = cluster.handle({ method: 'GET', path: path('v1'), headers: { accept } });
    expect(JSON.parse(textOf(table.body))).toMatchObject({ kind: 'Table', rows: [{ cells: { 0: 'web' } }] });
    const refused = send(cluster, 'POST', path('v1'), {
      metadata: { name: 'x' },
      spec: { scaleTargetRef, maxReplicas: 0 },
    });
    expect([refused.status, textOf(refused.body)]).toEqual([422, expect.stringContaining('spec.maxReplicas')]);
    const wrong = send(cluster, 'POST', path('v1'), { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' });
    expect([wrong.status, textOf(wrong.body)]).toEqual([400, expect.stringContaining('does not match the expected')]);
    ask(cluster, 'DELETE', `${path('v1')}/web`);
    pass(100);
    expect(lines.map(({ type, object }) => `${type} ${object['apiVersion']}`)).toEqual([
      'ADDED autoscaling/v1',
      'DELETED autoscaling/v1',
    ]);
    expect(send(cluster, 'GET', `${path('v1')}/web`).status).toBe(404);
  });

  it('is in discovery and in the OpenAPI documents, after version 2', () => {
    const { cluster } = openCluster();
    const group = ask(cluster, 'GET', '/apis/autoscaling') as unknown as { versions: { version: string }[] };
    expect(group.versions.map(({ version }) => version)).toEqual(['v2', 'v1']);
    const { resources } = ask(cluster, 'GET', '/apis/autoscaling/v1') as unknown as { resources: { name: string }[] };
    expect(resources.map(({ name }) => name)).toEqual(['horizontalpodautoscalers', 'horizontalpodautoscalers/status']);
    expect(textOf(send(cluster, 'GET', '/openapi/v3/apis/autoscaling/v1').body)).toContain(
      'targetCPUUtilizationPercentage',
    );
  });
});
