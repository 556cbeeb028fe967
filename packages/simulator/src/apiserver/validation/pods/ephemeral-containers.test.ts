import type { EphemeralContainer } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { ephemeralContainerFaults } from './ephemeral-containers.ts';

const look: EphemeralContainer = {
  name: 'look',
  image: 'busybox:1.37',
  resources: {},
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  command: ['sleep', '30'],
  securityContext: { capabilities: { add: ['SYS_PTRACE'] } },
};
const spec = { containers: [{ name: 'app' }], initContainers: [{ name: 'setup' }], ephemeralContainers: [look] };
const more = (fields: Partial<EphemeralContainer>): EphemeralContainer => ({ ...look, name: 'more', ...fields });

describe('ephemeralContainerFaults', () => {
  it.each<[string, readonly EphemeralContainer[], readonly string[]]>([
    ['one more', [look, more({})], []],
    ['one that looks at a container', [look, more({ targetContainerName: 'app' })], []],
    [
      'one that looks at none',
      [look, more({ targetContainerName: 'nosuch' })],
      ['spec.ephemeralContainers[1].targetContainerName: Not found: "nosuch"'],
    ],
    [
      'one that is named as a container',
      [look, more({ name: 'setup' })],
      ['spec.ephemeralContainers[1].name: Duplicate value: "setup"'],
    ],
    ['one without an image', [look, more({ image: '' })], ['spec.ephemeralContainers[1].image: Required value']],
    [
      'none of those that are there',
      [],
      ['spec.ephemeralContainers: Forbidden: existing ephemeral containers "look" may not be removed\n'],
    ],
    [
      // As a real 1.36.3 says it of `kubectl debug` with a name that is taken.
      'one that has changed',
      [{ ...look, securityContext: { capabilities: { add: ['SYS_PTRACE', 'SYS_PTRACE'] } } }],
      [
        [
          'spec.ephemeralContainers: Forbidden: existing ephemeral containers "look" may not be changed',
          '@@ -30,6 +30,7 @@',
          '  "SecurityContext": {',
          '   "Capabilities": {',
          '    "Add": [',
          '+    "SYS_PTRACE",',
          '     "SYS_PTRACE"',
          '    ],',
          '    "Drop": null',
          '',
        ].join('\n'),
      ],
    ],
  ])('of %s', (_, wanted, expected) => {
    const faults = ephemeralContainerFaults(spec, wanted);
    expect(faults.map(({ field, body }) => `${field}: ${body}`)).toEqual(expected);
  });
});
