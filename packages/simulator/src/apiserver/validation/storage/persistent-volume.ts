import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { PersistentVolume, PersistentVolumeSpec } from 'kubernetes-types/core/v1';
import { accessModeFaults, storageFaults } from './access-modes.ts';
import { internalJson } from '../json/internal-json.ts';
import { oneOf } from '../numbers.ts';
import { unifiedDiff } from '../json/unified-diff.ts';

/** Where a volume's bytes are: exactly one of these. In the order in which the API server looks at them. */
const sources = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const satisfies readonly (keyof PersistentVolumeSpec)[];

/** @see pkg/apis/core/validation/validation.go `ValidatePersistentVolumeSpec` (v1.36) */
export function validatePersistentVolume({ spec = {} }: PersistentVolume): FieldError[] {
  const { capacity, nodeAffinity } = spec;
  return [
    ...accessModeFaults(spec.accessModes, 'spec.accessModes', ''),
    ...capacityFaults(capacity),
    ...oneOf(spec.persistentVolumeReclaimPolicy, ['Delete', 'Recycle', 'Retain'], 'spec.persistentVolumeReclaimPolicy'),
    ...sourceFaults(spec),
    ...(sourcesOf(spec)[0] === 'local' && !nodeAffinity
      ? [fieldErrors.required('spec.nodeAffinity', 'Local volume requires node affinity')]
      : []),
    ...oneOf(spec.volumeMode, ['Block', 'Filesystem'], 'spec.volumeMode'),
  ];
}

/** What a volume is made of stays as it is. */
export function validatePersistentVolumeUpdate(volume: PersistentVolume, old: Stored<PersistentVolume>): FieldError[] {
  const faults = validatePersistentVolume(volume);
  const [before, after] = [old.spec ?? {}, volume.spec ?? {}].map(sourceOf);
  if (!deepEqual(before, after)) {
    const [from = '', to = ''] = [before, after].map((source) => internalJson('PersistentVolumeSource', source ?? {}));
    faults.push(
      fieldErrors.forbidden(
        'spec.persistentvolumesource',
        `spec.persistentvolumesource is immutable after creation\n${unifiedDiff(from, to)}`,
      ),
    );
  }
  if (volume.spec?.volumeMode !== old.spec?.volumeMode) {
    faults.push(fieldErrors.invalid('volumeMode', volume.spec?.volumeMode, 'field is immutable'));
  }
  return faults;
}

function capacityFaults(capacity: Readonly<Record<string, string>> | undefined): FieldError[] {
  const names = Object.keys(capacity ?? {});
  const faults = names.length === 0 ? [fieldErrors.required('spec.capacity')] : [];
  if (names.length !== 1 || names[0] !== 'storage') {
    faults.push(fieldErrors.notSupported('spec.capacity', capacity ?? null, ['storage']));
  }
  const storage = capacity?.['storage'];
  return storage === undefined ? faults : [...faults, ...storageFaults(storage, 'spec.capacity[storage]')];
}

function sourceFaults(spec: PersistentVolumeSpec): FieldError[] {
  const [first, ...more] = sourcesOf(spec);
  if (first === undefined) return [fieldErrors.required('spec', 'must specify a volume type')];
  return [
    ...pathFaults(spec.hostPath?.path, 'spec.hostPath.path'),
    ...pathFaults(spec.local?.path, 'spec.local.path'),
    ...more.map((source) => fieldErrors.forbidden(`spec.${source}`, 'may not specify more than 1 volume type')),
  ];
}

function sourcesOf(spec: PersistentVolumeSpec): (typeof sources)[number][] {
  return sources.filter((source) => spec[source] !== undefined);
}

function pathFaults(path: string | undefined, field: string): FieldError[] {
  if (path === undefined) return [];
  if (path === '') return [fieldErrors.required(field)];
  return path.split('/').includes('..') ? [fieldErrors.invalid(field, path, "must not contain '..'")] : [];
}

function sourceOf(spec: PersistentVolumeSpec): Record<string, unknown> {
  return Object.fromEntries(sources.flatMap((source) => (spec[source] ? [[source, spec[source]]] : [])));
}
