import type { PodSpec } from 'kubernetes-types/core/v1';
import { expect, test } from 'vitest';
import { addressWarnings, podWarnings } from './pod-warnings.ts';

const app = (fields: object) => ({ containers: [{ name: 'app', ...fields }] });
const c0 = 'spec.containers[0]';
const tcp = (containerPort: number, more: object = {}) => ({ containerPort, protocol: 'TCP', ...more });

test.each<[string, object, string[]]>([
  [
    'nothing',
    app({
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '$(A)' },
      ],
    }),
    [],
  ],
  [
    'a variable given twice',
    app({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    }),
    [`${c0}.env[1]: hides previous definition of "A", which may be dropped when using apply`],
  ],
  [
    'one that goes on with the first',
    app({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '$(A):2' },
      ],
    }),
    [],
  ],
  [
    'a port given twice',
    app({ ports: [tcp(80), tcp(80)] }),
    [`${c0}.ports[1]: duplicate port definition with ${c0}.ports[0]`],
  ],
  [
    'a port twice on hosts',
    app({ ports: [tcp(80, { hostPort: 1 }), tcp(80)] }),
    [`${c0}.ports[1]: overlapping port definition with ${c0}.ports[0]`],
  ],
  [
    'a port of one address and of all',
    app({ ports: [tcp(80, { hostPort: 1 }), tcp(80, { hostPort: 1, hostIP: '1.1.1.1' })] }),
    [`${c0}.ports[1]: dangerously ambiguous port definition with ${c0}.ports[0]`],
  ],
  ['a port for another protocol', app({ ports: [tcp(80), { containerPort: 80, protocol: 'UDP' }] }), []],
  [
    'a fraction of a byte',
    app({ resources: { limits: { memory: '500m', cpu: '500m' } } }),
    [`${c0}.resources.limits[memory]: fractional byte value "500m" is invalid, must be an integer`],
  ],
  [
    'an old label',
    { ...app({}), nodeSelector: { 'beta.kubernetes.io/os': 'linux' } },
    ['spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead'],
  ],
  [
    'a secret without a name',
    { ...app({}), imagePullSecrets: [{}] },
    ['spec.imagePullSecrets[0].name: invalid empty name ""'],
  ],
  [
    'a path below a file',
    {
      ...app({}),
      volumes: [
        {
          name: 'v',
          secret: {
            secretName: 's',
            items: [
              { key: 'a', path: 'f' },
              { key: 'b', path: 'f/g/' },
              { key: 'c', path: 'fg' },
            ],
          },
        },
      ],
    },
    ['volume "v" (Secret "s"): overlapping paths: "f/g" with "f"'],
  ],
])('podWarnings: %s', (_what, spec, warnings) => {
  expect(podWarnings({ spec: spec as PodSpec }, 'spec')).toEqual(warnings);
});

test.each([
  ['2001:0db8::1', '2001:db8::1'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['FE80::', 'fe80::'],
  ['0:0:0:0:0:0:0:0', '::'],
])('addressWarnings: %s is %s', (value, canonical) => {
  expect(addressWarnings(value, 'ip')).toEqual([
    `ip: IPv6 address "${value}" should be in RFC 5952 canonical format ("${canonical}")`,
  ]);
  expect(addressWarnings(canonical, 'ip')).toEqual([]);
});
