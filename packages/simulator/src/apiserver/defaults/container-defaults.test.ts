import { describe, expect, it } from 'vitest';
import type { EnvVar } from 'kubernetes-types/core/v1';
import { defaultContainer, defaultPullPolicy } from './container-defaults.ts';

describe('the pull policy of a container that names none', () => {
  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.29', 'IfNotPresent'],
    ['registry:5000/nginx', 'Always'],
    ['registry:5000/nginx:1', 'IfNotPresent'],
    [`nginx@sha256:${'0'.repeat(64)}`, 'IfNotPresent'],
    ['Busybox', 'IfNotPresent'],
  ])('for %s is %s', (image, policy) => {
    expect(defaultPullPolicy(image)).toBe(policy);
  });
});

it('a variable that is in a file has to be there unless it says otherwise', () => {
  const ref = { volumeName: 'v', path: 'f', key: 'K' };
  const variable = (fileKeyRef: object) => ({ name: 'A', valueFrom: { fileKeyRef } }) as unknown as EnvVar;
  const container = { name: 'app', env: [variable({ ...ref }), variable({ ...ref, optional: true })] };
  defaultContainer(container);
  expect(container.env).toEqual([variable({ ...ref, optional: false }), variable({ ...ref, optional: true })]);
});
