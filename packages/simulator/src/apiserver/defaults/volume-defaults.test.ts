import type { Volume } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { defaultVolume } from './volume-defaults.ts';

const claim = { accessModes: ['ReadWriteOnce'] };

it.each<[string, object, object]>([
  ['that says nothing is an emptyDir', {}, { emptyDir: {} }],
  ['of the node is of any type', { hostPath: { path: '/d' } }, { hostPath: { path: '/d', type: '' } }],
  ['of a Secret is readable', { secret: { secretName: 's' } }, { secret: { secretName: 's', defaultMode: 0o644 } }],
  [
    'of an image is pulled as a container would',
    { image: { reference: 'data:1' } },
    { image: { reference: 'data:1', pullPolicy: 'IfNotPresent' } },
  ],
  [
    'with a claim of its own is a file system',
    { ephemeral: { volumeClaimTemplate: { spec: claim } } },
    { ephemeral: { volumeClaimTemplate: { metadata: {}, spec: { ...claim, volumeMode: 'Filesystem' } } } },
  ],
])('a volume %s', (_about, source, expected) => {
  const volume: Volume = { name: 'v', ...source };
  defaultVolume(volume);
  expect(volume).toEqual({ name: 'v', ...expected });
});
