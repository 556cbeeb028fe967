import { describe, expect, it } from 'vitest';
import type { Container, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { podResourceStatus } from './resource-status.ts';

const own = ({ resources }: Container) => resources ?? {};
const asks = (name: string, resources: ResourceRequirements, more: Partial<Container> = {}): Container => ({
  name,
  resources,
  ...more,
});
const small: ResourceRequirements = { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '100m' } };

describe('a Pod’s resources in its status', () => {
  it.each<{ about: string; spec: PodSpec & { resources?: ResourceRequirements }; expected: unknown }>([
    {
      about: 'are nothing when no container asks for any',
      spec: { containers: [{ name: 'a' }] },
      expected: { resources: {} },
    },
    {
      about: 'repeat those of the only container',
      spec: { containers: [asks('a', small)] },
      expected: { allocatedResources: { cpu: '50m', memory: '32Mi' }, resources: { ...small } },
    },
    {
      about: 'include what its runtime needs, where there is a limit too',
      spec: { containers: [asks('a', small)], overhead: { cpu: '1', memory: '1Mi' } },
      expected: {
        allocatedResources: { cpu: '1050m', memory: '33Mi' },
        resources: { requests: { cpu: '1050m', memory: '33Mi' }, limits: { cpu: '1100m' } },
      },
    },
    {
      about: 'add up over containers',
      spec: { containers: [asks('a', small), asks('b', { requests: { cpu: '1' } })] },
      expected: {
        allocatedResources: { cpu: '1050m', memory: '32Mi' },
        resources: { requests: { cpu: '1050m', memory: '32Mi' }, limits: { cpu: '100m' } },
      },
    },
    {
      about: 'are at least what an init container needs beside the sidecars before it',
      spec: {
        initContainers: [
          asks('side', { requests: { cpu: '100m' } }, { restartPolicy: 'Always' }),
          asks('init', { requests: { cpu: '2' } }),
        ],
        containers: [asks('a', { requests: { cpu: '500m' } })],
      },
      expected: { allocatedResources: { cpu: '2100m' }, resources: { requests: { cpu: '2100m' } } },
    },
    {
      about: 'name storage only among what was allocated',
      spec: { containers: [asks('a', { requests: { 'ephemeral-storage': '5Mi' } })] },
      expected: { allocatedResources: { 'ephemeral-storage': '5Mi' }, resources: {} },
    },
    {
      about: 'are the Pod’s own when it says so',
      spec: { containers: [asks('a', {})], resources: { requests: { cpu: '1' }, limits: { cpu: '2' } } },
      expected: { allocatedResources: { cpu: '1' }, resources: { requests: { cpu: '1' }, limits: { cpu: '2' } } },
    },
  ])('$about', ({ spec, expected }) => {
    expect(podResourceStatus(spec, own, own)).toEqual(expected);
  });

  it('show what was given and what the containers have while a resize is on its way', () => {
    const spec = { containers: [asks('a', { requests: { cpu: '80m' } })] };
    expect(podResourceStatus(spec, own, () => ({ requests: { cpu: '50m' } }))).toEqual({
      allocatedResources: { cpu: '80m' },
      resources: { requests: { cpu: '50m' } },
    });
  });
});
