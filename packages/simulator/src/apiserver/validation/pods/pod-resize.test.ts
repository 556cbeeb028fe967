import type { Container } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { resizedSpec, validatePodResize } from './pod-resize.ts';

const container: Container = {
  name: 'app',
  image: 'nginx:1.28',
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
  resources: {
    requests: { cpu: '50m', memory: '32Mi', 'ephemeral-storage': '1Gi' },
    limits: { 'ephemeral-storage': '2Gi' },
  },
};
const sidecar: Container = { ...container, name: 'side', restartPolicy: 'Always' };
const before = {
  apiVersion: 'v1' as const,
  kind: 'Pod' as const,
  metadata: { name: 'web', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '' },
  spec: {
    restartPolicy: 'Never',
    dnsPolicy: 'ClusterFirst',
    terminationGracePeriodSeconds: 30,
    containers: [container],
    initContainers: [sidecar],
  },
};
const storage = 'ephemeral-storage';
const { requests, limits } = container.resources ?? {};
const mutable = 'spec: Forbidden: only cpu and memory resources are mutable';

it.each<{ about: string; app?: Partial<Container>; side?: Partial<Container>; faults: string[] }>([
  { about: 'more cpu', app: { resources: { requests: { ...requests, cpu: '1' }, limits } }, faults: [] },
  { about: 'another image, which a resize leaves out', app: { image: 'nginx:1.29' }, faults: [] },
  {
    about: 'more of a resource that cannot be resized',
    app: { resources: { requests: { ...requests, [storage]: '2Gi' }, limits } },
    faults: [mutable],
  },
  {
    about: 'no such resource any more',
    app: { resources: { requests } },
    faults: ['spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed', mutable],
  },
  {
    about: 'another resize policy, which is wrong too',
    app: { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] },
    faults: [
      `spec.containers[0].resizePolicy: Invalid value: "RestartContainer": must be 'NotRequired' when pod \`restartPolicy\` is 'Never'`,
      mutable,
    ],
  },
  {
    about: 'a sidecar of another resize policy, and its container without cpu',
    app: { resources: { requests: { memory: '32Mi', [storage]: '1Gi' }, limits } },
    side: { resizePolicy: [{ resourceName: 'memory', restartPolicy: 'NotRequired' }] },
    faults: [
      'spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
      'spec.initContainers[0]: Forbidden: only cpu and memory resources for init or sidecar containers are mutable',
    ],
  },
])('a resize to $about', ({ app, side, faults }) => {
  const wanted = {
    ...before.spec,
    containers: [{ ...container, ...app }],
    initContainers: [{ ...sidecar, ...side }],
  };
  const spec = resizedSpec(wanted, before.spec);
  expect(validatePodResize({ ...before, spec }, before).map(({ field, body }) => `${field}: ${body}`)).toEqual(faults);
});
