import { expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { ask } from './testing/request.ts';

const base = '/apis/batch/v1/namespaces/default';

interface Job {
  readonly metadata: { readonly creationTimestamp: string; readonly annotations: Readonly<Record<string, string>> };
}

it("starts Jobs on the minute of its clients' clocks, also when these have been left behind", () => {
  const cluster = createEmbeddedCluster({
    seed: 'cron',
    startTimeMs: Date.UTC(2026, 10, 24, 12),
    nodes: [{ name: 'node-1' }],
  });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  const fastForward = (ms: number) => {
    cluster.setSkew(cluster.skewMs() + ms);
    pass(ms);
  };
  pass(5_000);
  ask(cluster, 'POST', `${base}/cronjobs`, {
    metadata: { name: 'tick' },
    spec: {
      schedule: '* * * * *',
      successfulJobsHistoryLimit: 100,
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.37' }] } } },
      },
    },
  });
  const jobs = () => (ask(cluster, 'GET', `${base}/jobs`) as unknown as { items: Job[] }).items;
  const seconds = () => jobs().map(({ metadata }) => metadata.creationTimestamp.slice(17, 19));
  const scheduled = ({ metadata }: Job) => metadata.annotations['batch.kubernetes.io/cronjob-scheduled-timestamp'];
  pass(30_000);
  fastForward(207_000);
  expect(seconds()).toEqual(['00', '00', '00']);
  expect(jobs().map(scheduled)).toEqual(['2026-11-24T11:58:00Z', '2026-11-24T11:59:00Z', '2026-11-24T12:00:00Z']);
  pass(60_000);
  expect(jobs().map(scheduled).at(-1)).toBe('2026-11-24T12:01:00Z');
  expect(seconds().at(-1)).toBe('00');
  // One that leads over no minute of theirs: nothing is started twice.
  fastForward(20_000);
  expect(jobs()).toHaveLength(4);
  fastForward(60_000);
  expect(jobs()).toHaveLength(5);
});
