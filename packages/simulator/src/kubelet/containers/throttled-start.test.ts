import { createRandom } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { podCpuCores, throttledStartMs, unevenMs } from './throttled-start.ts';

describe('throttledStartMs', () => {
  it.each([
    { cores: undefined, ms: 160 },
    { cores: 2, ms: 160 },
    { cores: 1, ms: 160 },
    { cores: 0.1, ms: 484 },
    { cores: 0.01, ms: 3_724 },
  ])('takes $ms ms with a limit of $cores cores', ({ cores, ms }) => {
    expect(throttledStartMs(160, cores)).toBe(ms);
  });
});

describe('podCpuCores', () => {
  const limited = (name: string, cpu?: string) => ({ name, ...(cpu && { resources: { limits: { cpu } } }) });
  it.each([
    { about: 'the sum of its containers', spec: { containers: [limited('a', '100m'), limited('b', '1')] }, cores: 1.1 },
    { about: 'none when one has none', spec: { containers: [limited('a', '100m'), limited('b')] }, cores: undefined },
    {
      about: 'that of an init container which needs more',
      spec: { initContainers: [limited('i', '500m')], containers: [limited('a', '100m')] },
      cores: 0.5,
    },
    {
      about: 'with its sidecars',
      spec: {
        initContainers: [{ ...limited('s', '200m'), restartPolicy: 'Always' }],
        containers: [limited('a', '100m')],
      },
      cores: 0.3,
    },
  ])('is $about', ({ spec, cores }) => {
    const found = podCpuCores(spec);
    expect(found === undefined ? undefined : Math.round(found * 1000) / 1000).toBe(cores);
  });
});

describe('unevenMs', () => {
  it.each([
    [0, 400],
    [0.5, 540],
    [0.999, 680],
  ])('stretches by %d of the most', (drawn, ms) => {
    const random = { ...createRandom('test'), float: () => drawn };
    expect(unevenMs(400, random)).toBe(ms);
  });
});
