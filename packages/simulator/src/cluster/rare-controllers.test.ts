import { expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { ask, send } from './testing/request.ts';

const options = { seed: 'rare', startTimeMs: Date.UTC(2026, 10, 27, 12), nodes: [{ name: 'node' }] };
const job = {
  metadata: { name: 'once' },
  spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox:1.37' }] } } },
};

it('begins the controllers of rare kinds with the first of these that a client writes, and never with a look', () => {
  const cluster = createEmbeddedCluster(options);
  const { time } = cluster;
  const run = (ms: number) => time.runUntil(time.nowMs() + ms);
  run(30_000);
  const quiet = createEmbeddedCluster(options);
  quiet.time.runUntil(time.nowMs());
  send(cluster, 'GET', '/apis/batch/v1/jobs');
  expect(time.callsMade()).toBe(quiet.time.callsMade());
  send(cluster, 'POST', '/apis/batch/v1/namespaces/default/jobs', job);
  run(30_000);
  expect(ask(cluster, 'GET', '/apis/batch/v1/namespaces/default/jobs/once').status).toMatchObject({ succeeded: 1 });
});
