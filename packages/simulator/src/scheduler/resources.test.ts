import type { PodStatus } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { podRequests } from './resources.ts';

const container = (cpu: string, more: object = {}) => ({ name: 'c', resources: { requests: { cpu } }, ...more });
const sidecar = (cpu: string) => container(cpu, { restartPolicy: 'Always' });

describe('podRequests', () => {
  it.each([
    ['the sum of app containers', { containers: [container('100m'), container('1')] }, 1100],
    [
      'the largest init container, when that is more',
      { containers: [container('1')], initContainers: [container('2'), container('3')] },
      3000,
    ],
    ['the apps, when they are more', { containers: [container('2')], initContainers: [container('1')] }, 2000],
    ['sidecars beside the apps', { containers: [container('1')], initContainers: [sidecar('1')] }, 2000],
    [
      'an init container beside earlier sidecars only',
      { containers: [container('1')], initContainers: [sidecar('1'), container('4'), sidecar('1')] },
      5000,
    ],
    ['the overhead on top', { containers: [container('1')], overhead: { cpu: '250m' } }, 1250],
    ['what the Pod as a whole asks for', { containers: [container('1')], resources: { requests: { cpu: '3' } } }, 3000],
  ])('is %s', (_, spec, milliCpu) => {
    expect(podRequests(spec).cpu).toBe(milliCpu);
  });

  it('counts cpu in thousandths and memory in bytes', () => {
    const resources = { requests: { cpu: '0.5', memory: '1Gi', 'example.com/gpu': '2' } };
    expect(podRequests({ containers: [{ name: 'c', resources }] })).toEqual({
      cpu: 500,
      memory: 1024 ** 3,
      'example.com/gpu': 2,
    });
  });

  it('takes containers without requests for small ones when nodes are compared', () => {
    const spec = { containers: [{ name: 'a' }, container('300m')] };
    expect(podRequests(spec, { assumeDefaults: true })).toEqual({ cpu: 400, memory: 400 * 1024 * 1024 });
    expect(podRequests(spec)).toEqual({ cpu: 300 });
  });

  const given = (allocated: string, actual: string, reason?: string) => ({
    containerStatuses: [
      { name: 'c', allocatedResources: { cpu: allocated }, resources: { requests: { cpu: actual } } },
    ],
    ...(reason && { conditions: [{ type: 'PodResizePending', status: 'True', reason }] }),
  });
  it.each([
    ['what it asks for, before it has anything', '1', { phase: 'Pending' }, 1000],
    ['what it waits for, when it grows', '2', given('1', '1', 'Deferred'), 2000],
    ['what it has, when it cannot grow', '2', given('1', '1', 'Infeasible'), 1000],
    ['what it has, until it has shrunk', '500m', given('500m', '1'), 1000],
    ['what it was promised, until it has that', '500m', given('1', '500m'), 1000],
    ['what it asks for, when it has shrunk', '500m', given('500m', '500m'), 500],
  ])('counts %s', (_, cpu, status, milliCpu) => {
    expect(podRequests({ containers: [container(cpu)] }, { status: status as PodStatus }).cpu).toBe(milliCpu);
  });

  it('counts what a whole Pod has been given', () => {
    const spec = { containers: [container('1')], resources: { requests: { cpu: '1' } } };
    const status = { allocatedResources: { cpu: '1' }, resources: { requests: { cpu: '3' } } };
    expect(podRequests(spec, { status: status as PodStatus }).cpu).toBe(3000);
  });
});
