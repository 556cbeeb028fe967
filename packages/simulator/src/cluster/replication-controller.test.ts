import type { Pod, ReplicationController } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { openCluster } from './testing/one-node.ts';
import { ask, send, textOf } from './testing/request.ts';

const base = '/api/v1/namespaces/default';
const path = `${base}/replicationcontrollers`;
const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'busybox:1.37', command: ['sleep', '1000'] }] },
};

function openWithController(spec: object = { replicas: 2, template }) {
  const opened = openCluster();
  const { cluster, pass } = opened;
  ask(cluster, 'POST', path, { metadata: { name: 'web' }, spec });
  pass(4_000);
  return {
    ...opened,
    controller: () => ask(cluster, 'GET', `${path}/web`) as unknown as ReplicationController,
    pods: () => (ask(cluster, 'GET', `${base}/pods`) as unknown as { items: Pod[] }).items,
  };
}

describe('a ReplicationController', () => {
  it('takes its selector and labels from its template, and keeps as many Pods as it asks for', () => {
    const { cluster, pass, controller, pods, seen } = openWithController();
    expect(controller()).toMatchObject({
      metadata: { labels: { app: 'web' }, generation: 1 },
      spec: { replicas: 2, selector: { app: 'web' } },
      status: { replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 2, observedGeneration: 1 },
    });
    expect(controller().status).not.toHaveProperty('terminatingReplicas');
    const [first] = pods();
    expect(first?.metadata?.name).toMatch(/^web-[a-z0-9]{5}$/);
    expect(first?.metadata?.ownerReferences).toMatchObject([
      { apiVersion: 'v1', kind: 'ReplicationController', name: 'web', controller: true, blockOwnerDeletion: true },
    ]);
    ask(cluster, 'DELETE', `${base}/pods/${first?.metadata?.name}?gracePeriodSeconds=0`);
    pass(4_000);
    expect(pods()).toHaveLength(2);
    expect(seen.events('web').filter((event) => event.startsWith('SuccessfulCreate'))).toHaveLength(3);
  });

  it('is scaled, printed and listed as kubectl asks for it', () => {
    const { cluster, pass, pods } = openWithController();
    expect(ask(cluster, 'GET', `${path}/web/scale`)).toMatchObject({
      spec: { replicas: 2 },
      status: { replicas: 2, selector: 'app=web' },
    });
    const scale = { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name: 'web' }, spec: { replicas: 1 } };
    ask(cluster, 'PUT', `${path}/web/scale`, scale);
    pass(40_000);
    expect(pods()).toHaveLength(1);
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const table = cluster.handle({ method: 'GET', path, headers: { accept } });
    const { columnDefinitions, rows } = JSON.parse(textOf(table.body)) as {
      columnDefinitions: { name: string }[];
      rows: { cells: unknown[] }[];
    };
    expect(columnDefinitions.map(({ name }) => name).join(' ')).toBe(
      'Name Desired Current Ready Age Containers Images Selector',
    );
    expect(rows[0]?.cells).toEqual(['web', 1, 1, 1, '44s', 'app', 'busybox:1.37', 'app=web']);
    const { resources } = ask(cluster, 'GET', '/api/v1') as unknown as {
      resources: { name: string; shortNames?: string[] }[];
    };
    expect(resources.find(({ name }) => name === 'replicationcontrollers')?.shortNames).toEqual(['rc']);
  });

  it.each([
    ['leaves its Pods behind when nothing is said', undefined, 2, undefined],
    ['takes them along in the background', 'Background', 0, undefined],
  ])('%s', (_about, propagationPolicy, left, owners) => {
    const { cluster, pass, pods } = openWithController();
    ask(cluster, 'DELETE', `${path}/web`, propagationPolicy ? { propagationPolicy } : undefined);
    pass(40_000);
    expect(pods()).toHaveLength(left);
    for (const { metadata } of pods()) expect(metadata?.ownerReferences).toBe(owners);
    expect(send(cluster, 'GET', `${path}/web`).status).toBe(404);
  });

  it('counts for PodDisruptionBudgets', () => {
    const { cluster, pass } = openWithController();
    const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
    const spec = { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } };
    ask(cluster, 'POST', budgets, { metadata: { name: 'web' }, spec });
    pass(2_000);
    expect(ask(cluster, 'GET', `${budgets}/web`)).toMatchObject({
      status: { expectedPods: 2, desiredHealthy: 1, disruptionsAllowed: 1 },
    });
  });

  it.each<[string, object, string]>([
    ['no template', { replicas: 1, selector: { app: 'web' } }, 'spec.template: Required value'],
    ['no selector and no labels', { template: { spec: template.spec } }, 'spec.selector: Required value'],
    [
      'another selector',
      { selector: { app: 'other' }, template },
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
    [
      'a negative count',
      { replicas: -1, template },
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
  ])('is refused with %s', (_about, spec, fault) => {
    const { cluster } = openCluster();
    const { status, body } = send(cluster, 'POST', path, { metadata: { name: 'web' }, spec });
    expect([status, (JSON.parse(textOf(body)) as { message: string }).message]).toEqual([
      422,
      expect.stringContaining(fault),
    ]);
  });
});
