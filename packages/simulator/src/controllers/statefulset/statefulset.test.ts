import { expect, it } from 'vitest';
import { eventTexts } from '../testing/summaries.ts';
import { createTestCluster } from '../testing/test-cluster.ts';

it('says nothing while a name is taken by a Pod of somebody else, and goes on when it is free', () => {
  const cluster = createTestCluster();
  const spec = { containers: [{ name: 'app', image: 'nginx' }] };
  cluster.api.create('pods', { metadata: { name: 'db-0' }, spec });
  cluster.api.create('statefulsets', {
    metadata: { name: 'db' },
    spec: {
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec },
    },
  });
  cluster.run(5_000);
  const said = () => eventTexts(cluster, 'StatefulSet');
  expect(said()).toEqual([]);
  cluster.api.delete('pods', 'default', 'db-0', { gracePeriodSeconds: 0 });
  cluster.run(5_000);
  expect(said()).toEqual(['Normal SuccessfulCreate Create Pod db-0 in StatefulSet db successful x1']);
});
