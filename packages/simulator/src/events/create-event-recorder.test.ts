import { createRandom, type StatusError } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { createTestCluster } from '../controllers/testing/test-cluster.ts';
import { createEventRecorder } from './create-event-recorder.ts';

function recorded(source: { component: string; host?: string } = { component: 'kubelet', host: 'node-1' }) {
  const cluster = createTestCluster({ nodes: [], namespace: 'lab' });
  const { api, timers } = cluster;
  const pod = api.create('pods', {
    metadata: { name: 'web', namespace: 'lab' },
    spec: { schedulerName: 'nobody', containers: [{ name: 'app', image: 'busybox:1.37' }] },
  });
  const refused: StatusError[] = [];
  const recorder = createEventRecorder({
    api,
    timers,
    random: createRandom('events'),
    ...source,
    onRefused: (_, error) => refused.push(error),
  });
  const record = (message: string) =>
    recorder.event(pod, { type: 'Normal', reason: 'Started', message, fieldPath: 'spec.containers{app}' });
  return { cluster, pod, record, refused, recorder, events: () => api.list('events', 'lab') };
}

it('writes an Event as client-go does', () => {
  const { cluster, pod, record, events } = recorded();
  const now = '2026-11-24T00:00:02Z';
  record('Container started');
  cluster.run(10);
  expect(events()).toMatchObject([
    {
      metadata: { name: expect.stringMatching(/^web\.[0-9a-f]{16}$/), namespace: 'lab' },
      involvedObject: {
        kind: 'Pod',
        namespace: 'lab',
        name: 'web',
        uid: pod.metadata.uid,
        apiVersion: 'v1',
        resourceVersion: pod.metadata.resourceVersion,
        fieldPath: 'spec.containers{app}',
      },
      reason: 'Started',
      message: 'Container started',
      source: { component: 'kubelet', host: 'node-1' },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type: 'Normal',
      eventTime: null,
      reportingComponent: 'kubelet',
      reportingInstance: 'node-1',
    },
  ]);
  // What is written without being set is nobody's.
  expect(JSON.stringify(events()[0]?.metadata.managedFields)).toContain('f:lastTimestamp');
  expect(JSON.stringify(events()[0]?.metadata.managedFields)).not.toContain('f:eventTime');
});

it('names what has no UID, each in its own namespace', () => {
  const { cluster, recorder } = recorded();
  for (const namespace of ['lab', 'default']) {
    const metadata = { name: 'web', namespace, uid: '', resourceVersion: '', creationTimestamp: '' };
    recorder.event({ apiVersion: 'v1', kind: 'Pod', metadata }, { type: 'Normal', reason: 'Gone', message: namespace });
  }
  cluster.run(10);
  const told = cluster.api.list('events').filter(({ reason }) => reason === 'Gone');
  expect(told.map(({ involvedObject }) => involvedObject)).toEqual(
    ['default', 'lab'].map((namespace) => ({ apiVersion: 'v1', kind: 'Pod', name: 'web', namespace })),
  );
});

it('counts up in the same object, also when both come before either is written', () => {
  const { cluster, record, events } = recorded();
  record('Container started');
  record('Container started');
  cluster.run(5000);
  record('Container started');
  cluster.run(10);
  expect(events()).toMatchObject([
    { count: 3, firstTimestamp: '2026-11-24T00:00:02Z', lastTimestamp: '2026-11-24T00:00:07Z' },
  ]);
});

it('puts Events of objects without a namespace into default', () => {
  const { cluster, recorder } = recorded({ component: 'node-controller' });
  const node = cluster.api.create('nodes', { metadata: { name: 'node-9' } });
  recorder.event(node, { type: 'Normal', reason: 'Test', message: 'text' });
  cluster.run(5);
  const [event] = cluster.api.list('events', 'default').filter(({ reason }) => reason === 'Test');
  expect(event).toMatchObject({ source: { component: 'node-controller' }, reportingInstance: '' });
  expect(event?.involvedObject).not.toHaveProperty('namespace');
});

it('gives up an Event that the API refuses, and tells', () => {
  const { cluster, record, refused, events } = recorded();
  cluster.api.delete('pods', 'lab', 'web', { gracePeriodSeconds: 0 });
  cluster.api.delete('namespaces', undefined, 'lab');
  cluster.run(1000);
  record('Container started');
  cluster.run(10);
  expect(refused).toHaveLength(1);
  expect(events()).toEqual([]);
});

it('lets an Event go an hour after it was last written', () => {
  const { cluster, record, events } = recorded();
  record('Container started');
  cluster.run(3_000_000);
  record('Container started');
  cluster.run(3_599_000);
  expect(events()).toHaveLength(1);
  cluster.run(2000);
  expect(events()).toEqual([]);
  record('Container started');
  cluster.run(10);
  expect(events()).toMatchObject([{ count: 3 }]);
});

it('lets Events go in the order of their last writes', () => {
  const { cluster, record, events } = recorded();
  record('first');
  cluster.run(1_000_000);
  record('second');
  cluster.run(1_000_000);
  record('first');
  cluster.run(2_700_000);
  expect(events().map(({ message }) => message)).toEqual(['first']);
});

it('names the Events of one moment in the order in which they were recorded', () => {
  const { cluster, record, events } = recorded();
  const messages = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (const message of messages) record(message);
  cluster.run(10);
  expect(events().map(({ message }) => message)).toEqual(messages);
});

it('names what each Event is about: the container, the Pod, another one', () => {
  const { cluster, pod, record, recorder, events } = recorded();
  const other = cluster.api.create('pods', {
    metadata: { name: 'other', namespace: 'lab' },
    spec: { schedulerName: 'nobody', containers: [{ name: 'app', image: 'busybox:1.37' }] },
  });
  const about = { type: 'Normal', reason: 'Noted' } as const;
  record('first');
  record('second');
  recorder.event(pod, { ...about, message: 'third' });
  recorder.event(other, { ...about, message: 'fourth' });
  recorder.event({ ...other, metadata: { ...other.metadata, resourceVersion: '7' } }, { ...about, message: 'fifth' });
  cluster.run(10);
  const named = events().map(({ message, involvedObject: { name, fieldPath, resourceVersion } }) => [
    message,
    name,
    fieldPath,
    resourceVersion,
  ]);
  const { resourceVersion } = pod.metadata;
  // In order of their names: that of the object, and then the time.
  expect(named).toEqual([
    ['fourth', 'other', undefined, other.metadata.resourceVersion],
    ['fifth', 'other', undefined, '7'],
    ['first', 'web', 'spec.containers{app}', resourceVersion],
    ['second', 'web', 'spec.containers{app}', resourceVersion],
    ['third', 'web', undefined, resourceVersion],
  ]);
});
