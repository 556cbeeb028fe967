import { fieldErrorText, type Stored } from '@podlab/apimachinery';
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeSpec } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { validatePersistentVolumeClaim, validatePersistentVolumeClaimUpdate } from './persistent-volume-claim.ts';
import { validatePersistentVolume, validatePersistentVolumeUpdate } from './persistent-volume.ts';
import { validateStorageClass, validateStorageClassUpdate } from './storage-class.ts';

const modes = 'supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"';
const volumeModes = 'supported values: "Block", "Filesystem"';

type Claim = Stored<PersistentVolumeClaim> & { apiVersion: 'v1'; kind: 'PersistentVolumeClaim' };

function claim(spec: PersistentVolumeClaim['spec'], phase = 'Pending'): Claim {
  const status = { phase, ...(phase === 'Bound' ? { capacity: { storage: '64Mi' } } : {}) };
  return {
    metadata: { name: 'a' },
    spec: { volumeMode: 'Filesystem', ...spec },
    status,
  } as unknown as Claim;
}

const usual = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '64Mi' } } };

it.each([
  [
    {},
    ['spec.accessModes: Required value: at least 1 access mode is required', 'spec.resources[storage]: Required value'],
  ],
  [
    { accessModes: ['RWO'], resources: { requests: { storage: '0' } }, volumeMode: 'X' },
    [
      `spec.accessModes: Unsupported value: "RWO": ${modes}`,
      'spec.resources[storage]: Invalid value: "0": must be greater than zero',
      `spec.volumeMode: Unsupported value: "X": ${volumeModes}`,
    ],
  ],
  [
    { ...usual, accessModes: ['ReadWriteOnce', 'ReadWriteOncePod'] },
    ['spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes'],
  ],
  [usual, []],
])('says about the claim %j what a real API server says', (spec, faults) => {
  expect(validatePersistentVolumeClaim(claim(spec)).map(fieldErrorText)).toEqual(faults);
});

it('shows what may not change in a claim as a difference', () => {
  const changed = claim({ ...usual, accessModes: ['ReadOnlyMany'] });
  expect(validatePersistentVolumeClaimUpdate(changed, claim(usual)).map(fieldErrorText)).toEqual([
    'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for ' +
      'bound claims\n@@ -1,6 +1,6 @@\n {\n  "AccessModes": [\n-  "ReadWriteOnce"\n+  "ReadOnlyMany"\n  ],\n' +
      '  "Selector": null,\n  "Resources": {\n',
  ]);
});

it('lets a bound claim grow, and not shrink below what it has', () => {
  const sized = (storage: string) => claim({ ...usual, resources: { requests: { storage } } }, 'Bound');
  expect(validatePersistentVolumeClaimUpdate(sized('128Mi'), sized('64Mi'))).toEqual([]);
  expect(validatePersistentVolumeClaimUpdate(sized('32Mi'), sized('64Mi')).map(fieldErrorText)).toEqual([
    'spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
  ]);
});

it.each([
  [
    {},
    [
      'spec.accessModes: Required value',
      'spec.capacity: Required value',
      'spec.capacity: Unsupported value: null: supported values: "storage"',
      'spec: Required value: must specify a volume type',
    ],
  ],
  [
    {
      accessModes: ['x'],
      capacity: { cpu: '1' },
      persistentVolumeReclaimPolicy: 'X',
      hostPath: { path: '' },
      nfs: { server: 'a', path: '/b' },
      volumeMode: 'u',
    },
    [
      `spec.accessModes: Unsupported value: "x": ${modes}`,
      'spec.capacity: Unsupported value: {"cpu":"1"}: supported values: "storage"',
      'spec.persistentVolumeReclaimPolicy: Unsupported value: "X": supported values: "Delete", "Recycle", "Retain"',
      'spec.hostPath.path: Required value',
      'spec.nfs: Forbidden: may not specify more than 1 volume type',
      `spec.volumeMode: Unsupported value: "u": ${volumeModes}`,
    ],
  ],
  [
    { accessModes: ['ReadWriteOnce'], capacity: { storage: '0' }, local: { path: '/x' } },
    [
      'spec.capacity[storage]: Invalid value: "0": must be greater than zero',
      'spec.nodeAffinity: Required value: Local volume requires node affinity',
    ],
  ],
  [
    { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/x' }, local: { path: '/x' } },
    ['spec.local: Forbidden: may not specify more than 1 volume type'],
  ],
  [
    { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/x/../y' } },
    [`spec.hostPath.path: Invalid value: "/x/../y": must not contain '..'`],
  ],
] as [PersistentVolumeSpec, string[]][])('says about the volume %j what a real API server says', (spec, faults) => {
  const defaults = { volumeMode: 'Filesystem', persistentVolumeReclaimPolicy: 'Retain' };
  expect(validatePersistentVolume({ spec: { ...defaults, ...spec } }).map(fieldErrorText)).toEqual(faults);
});

it('keeps what a volume is made of', () => {
  const volume = (path: string, volumeMode = 'Filesystem') =>
    ({
      metadata: { name: 'a' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '64Mi' },
        hostPath: { path, type: '' },
        persistentVolumeReclaimPolicy: 'Retain',
        volumeMode,
      },
    }) as unknown as Stored<PersistentVolume> & { apiVersion: 'v1'; kind: 'PersistentVolume' };
  expect(validatePersistentVolumeUpdate(volume('/y', 'Block'), volume('/tmp/x')).map(fieldErrorText)).toEqual([
    'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n' +
      '@@ -2,7 +2,7 @@\n  "GCEPersistentDisk": null,\n  "AWSElasticBlockStore": null,\n  "HostPath": {\n' +
      '-  "Path": "/tmp/x",\n+  "Path": "/y",\n   "Type": ""\n  },\n  "Glusterfs": null,\n',
    'volumeMode: Invalid value: "Block": field is immutable',
  ]);
});

it('wants a class to name its provisioner, and keeps how it makes volumes', () => {
  const standard = { provisioner: 'a.b/c', reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' };
  expect(validateStorageClass(standard)).toEqual([]);
  expect(validateStorageClass({ ...standard, provisioner: '' }).map(fieldErrorText)).toEqual([
    'provisioner: Required value',
  ]);
  const changed = validateStorageClassUpdate({ ...standard, reclaimPolicy: 'Retain' }, standard as never);
  expect(changed.map(fieldErrorText)).toEqual(['reclaimPolicy: Invalid value: "Retain": field is immutable']);
});
