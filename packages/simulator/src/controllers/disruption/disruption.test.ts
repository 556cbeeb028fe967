import { expect, it } from 'vitest';
import { aDeployment, createTestCluster, type TestCluster } from '../testing/test-cluster.ts';
import { eventTexts } from '../testing/summaries.ts';

function evict(cluster: TestCluster, name: string) {
  const path = `/api/v1/namespaces/default/pods/${name}/eviction`;
  const metadata = { name, namespace: 'default' };
  return cluster.request('POST', path, { apiVersion: 'policy/v1', kind: 'Eviction', metadata });
}

/** expected, desired, healthy and allowed, and whether an eviction is pending; distinct states in order. */
function states(cluster: TestCluster): string[] {
  const lines: string[] = [];
  for (const { object } of cluster.history('poddisruptionbudgets')) {
    const { expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed, disruptedPods } = object.status ?? {};
    const pending = Object.keys(disruptedPods ?? {}).length > 0 ? ' pending' : '';
    const line = `${expectedPods} ${desiredHealthy} ${currentHealthy} ${disruptionsAllowed}${pending}`;
    if (line !== lines.at(-1)) lines.push(line);
  }
  return lines;
}

it('goes through the states of a real budget while one Pod is evicted and replaced, and lets no second one go', () => {
  const cluster = createTestCluster();
  cluster.api.create('deployments', aDeployment('web', 3));
  cluster.run(5000);
  const selector = { matchLabels: { app: 'web' } };
  cluster.api.create('poddisruptionbudgets', { metadata: { name: 'web' }, spec: { minAvailable: 2, selector } });
  cluster.run(100);
  const seen = states(cluster).length;
  const [first = '', second = ''] = cluster.pods('default').map(({ metadata }) => metadata.name);
  expect(evict(cluster, first).status).toBe(201);
  expect(evict(cluster, second)).toMatchObject({
    status: 429,
    body: { message: "Cannot evict pod as it would violate the pod's disruption budget." },
  });
  cluster.run(5000);
  expect(states(cluster).slice(seen - 1)).toEqual([
    '3 2 3 1',
    '3 2 3 0 pending',
    '3 2 2 0',
    '4 2 2 0',
    '4 2 3 1',
    '3 2 3 1',
  ]);
  expect(evict(cluster, second).status).toBe(201);
});

it('says that a budget has no Pods, and again when it has written its status', () => {
  const cluster = createTestCluster();
  const selector = { matchLabels: { app: 'web' } };
  cluster.api.create('poddisruptionbudgets', { metadata: { name: 'web' }, spec: { minAvailable: 1, selector } });
  cluster.run(100);
  expect(eventTexts(cluster, 'PodDisruptionBudget')).toEqual(['Normal NoPods No matching pods found x2']);
});

it('brings a Pod of several budgets to the oldest alone, and says so', () => {
  const cluster = createTestCluster();
  const selector = { matchLabels: { app: 'web' } };
  const spec = { minAvailable: 0, selector };
  for (const name of ['second', 'first']) {
    cluster.api.create('poddisruptionbudgets', { metadata: { name }, spec });
    cluster.run(2000);
  }
  cluster.api.create('deployments', aDeployment('web', 1));
  cluster.run(5000);
  const healthy = (name: string) => cluster.api.get('poddisruptionbudgets', 'default', name)?.status?.currentHealthy;
  expect([healthy('first'), healthy('second')]).toEqual([0, 1]);
  expect(eventTexts(cluster, 'Pod').find((text) => text.startsWith('Warning MultiplePod'))).toContain(
    'Pod "default"/"web-HASH-POD" matches multiple PodDisruptionBudgets.  Chose "second" arbitrarily.',
  );
});
