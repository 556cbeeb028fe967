import { expect, it } from 'vitest';
import { defaultPod, defaultPodSpec } from './pod-defaults.ts';

it.each([
  ['a Pod', defaultPod, { containerPort: 80, protocol: 'TCP', hostPort: 80 }],
  [
    'a template',
    ({ spec }: { spec: Parameters<typeof defaultPodSpec>[0] }) => defaultPodSpec(spec),
    { containerPort: 80, protocol: 'TCP' },
  ],
])('the ports of %s in the network of its node', (_what, applyDefaults, expected) => {
  const port = { containerPort: 80 };
  applyDefaults({ spec: { hostNetwork: true, containers: [{ name: 'app', ports: [port] }] } });
  expect(port).toEqual(expected);
});
