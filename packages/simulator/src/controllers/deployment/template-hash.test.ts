import { expect, it } from 'vitest';
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { everyForm } from './testing/every-form.ts';
import { isSameTemplate, templateHash } from './template-hash.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'v1' }] } };

const container = {
  image: 'busybox:1.37',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
  resources: {},
};
const podSpec = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
};

it.each<[hash: string, labels: Record<string, string>, container: Partial<Container>, spec: Partial<PodSpec>]>([
  // As the recordings of a real cluster have it.
  ['5dbdc8b48', { app: 'web' }, { name: 'busybox', command: ['sleep', '3600'] }, {}],
  [
    '7c7988db57',
    { app: 'agent' },
    { name: 'app', command: ['sleep', '3600'], env: [{ name: 'V', value: '2' }] },
    { terminationGracePeriodSeconds: 1, tolerations: [{ operator: 'Exists' }] },
  ],
  [
    '6ccc554b7c',
    { app: 'low' },
    {
      name: 'app',
      command: ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; done'],
      resources: { requests: { memory: '9Gi' } },
    },
    { terminationGracePeriodSeconds: 2 },
  ],
])('is that of a real cluster: %s', (hash, labels, more, spec) => {
  const containers = [{ ...container, ...more } as Container];
  expect(templateHash({ metadata: { labels }, spec: { ...podSpec, ...spec, containers } })).toBe(hash);
});

it('is what k8s.io/api v0.36.3 makes of a template with fields of all forms', () => {
  expect(templateHash(everyForm)).toBe('759b45dc5f');
});

it('is short, in the alphabet of names, and does not depend on the order of keys', () => {
  const reordered = { spec: { containers: [{ image: 'v1', name: 'app' }] }, metadata: { labels: { app: 'web' } } };
  expect(templateHash(template)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
  expect(templateHash(reordered)).toBe(templateHash(template));
});

it('differs for another template and after a collision', () => {
  const other = { ...template, spec: { containers: [{ name: 'app', image: 'v2' }] } };
  expect(new Set([templateHash(template), templateHash(other), templateHash(template, 1)]).size).toBe(3);
});

it('compares templates without the hash label', () => {
  const labelled = { ...template, metadata: { labels: { app: 'web', 'pod-template-hash': 'x' } } };
  expect(isSameTemplate(template, labelled)).toBe(true);
  expect(isSameTemplate(template, { ...template, metadata: { labels: { app: 'api' } } })).toBe(false);
});
