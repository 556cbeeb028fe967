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

it('tells of a claim that it may not make, and of the Pod that needs it', () => {
  const cluster = createTestCluster();
  cluster.api.create('resourcequotas', { metadata: { name: 'none' }, spec: { hard: { persistentvolumeclaims: '0' } } });
  cluster.run(1_000);
  const claim = (name: string) => ({
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
  });
  cluster.api.create('statefulsets', {
    metadata: { name: 'db' },
    spec: {
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      volumeClaimTemplates: [claim('a'), claim('b')],
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'app', image: 'nginx' }] } },
    },
  });
  cluster.run(100);
  const why = (name: string) =>
    `persistentvolumeclaims "${name}" is forbidden: exceeded quota: none, requested: persistentvolumeclaims=1, used: persistentvolumeclaims=0, limited: persistentvolumeclaims=0`;
  const told = eventTexts(cluster, 'StatefulSet').map((text) => text.replace(/ x\d+$/, ''));
  expect(new Set(told)).toEqual(
    new Set([
      `Warning FailedCreate Create Claim a-db-0 for Pod db-0 in StatefulSet db failed error: ${why('a-db-0')}`,
      `Warning FailedCreate Create Claim b-db-0 for Pod db-0 in StatefulSet db failed error: ${why('b-db-0')}`,
      `Warning FailedCreate Create Pod db-0 in StatefulSet db failed error: [failed to create PVC a-db-0: ${why('a-db-0')}, failed to create PVC b-db-0: ${why('b-db-0')}]`,
    ]),
  );
});

it('names the Pod that it may not make', () => {
  const cluster = createTestCluster();
  cluster.api.create('statefulsets', {
    metadata: { name: 'db' },
    spec: {
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: { serviceAccountName: 'ghost', containers: [{ name: 'app', image: 'nginx' }] },
      },
    },
  });
  cluster.run(100);
  expect(eventTexts(cluster, 'StatefulSet')[0]).toMatch(
    'Warning FailedCreate Create Pod db-0 in StatefulSet db failed error: ' +
      'pods "db-0" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found x',
  );
});
