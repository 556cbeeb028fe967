import { expect, it } from 'vitest';
import { eventTexts } from '../testing/summaries.ts';
import { createTestCluster } from '../testing/test-cluster.ts';

it('complains about a schedule that has no times', () => {
  const cluster = createTestCluster();
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox' }] } };
  cluster.api.create('cronjobs', {
    metadata: { name: 'never' },
    spec: { schedule: '* * 31 2 *', jobTemplate: { spec: { template } } },
  });
  cluster.run(120_000);
  expect(eventTexts(cluster, 'CronJob')).toEqual([
    'Warning InvalidSchedule invalid schedule: * * 31 2 * : time difference between two schedules is less than 1 second x1',
  ]);
});
