import { canonicalQuantity, type Stored } from '@podlab/apimachinery';
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { isDefaultClass } from '../admission/default-storage-class.ts';
import { storageClassOf } from '../admission/storage-names.ts';
import { ageColumn, nameColumn, textColumn, wide, type TableColumn } from './table-column.ts';

/** In the order in which they are printed. @see pkg/apis/core/helper/helpers.go `GetAccessModesAsString` (v1.36) */
const modeLetters: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};
const unset = '<unset>';

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const persistentVolumeClaimColumns: readonly TableColumn<Stored<PersistentVolumeClaim>>[] = [
  nameColumn,
  textColumn('Status', 'Pending, Bound or Lost.', phaseOf),
  textColumn('Volume', 'The volume that it is bound to.', ({ spec }) => spec?.volumeName ?? ''),
  textColumn('Capacity', 'How much the volume holds.', ({ spec, status }) =>
    spec?.volumeName ? canonicalQuantity(status?.capacity?.['storage'] ?? '0') : '',
  ),
  textColumn('Access Modes', 'How the volume may be mounted.', ({ spec, status }) =>
    spec?.volumeName ? lettersOf(status?.accessModes) : '',
  ),
  textColumn('StorageClass', 'The class that was asked for.', storageClassOf),
  textColumn('VolumeAttributesClass', 'The class of attributes.', attributesClassOf),
  ageColumn,
  wide(textColumn('VolumeMode', 'File system or raw device.', ({ spec }) => spec?.volumeMode ?? unset)),
];

export const persistentVolumeColumns: readonly TableColumn<Stored<PersistentVolume>>[] = [
  nameColumn,
  textColumn('Capacity', 'How much it holds.', ({ spec }) => canonicalQuantity(spec?.capacity?.['storage'] ?? '0')),
  textColumn('Access Modes', 'How it may be mounted.', ({ spec }) => lettersOf(spec?.accessModes)),
  textColumn(
    'Reclaim Policy',
    'What becomes of it when its claim goes.',
    ({ spec }) => spec?.persistentVolumeReclaimPolicy ?? '',
  ),
  textColumn('Status', 'Available, Bound, Released or Failed.', phaseOf),
  textColumn('Claim', 'The claim that it is bound to.', ({ spec }) =>
    spec?.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '',
  ),
  textColumn('StorageClass', 'The class that it belongs to.', storageClassOf),
  textColumn('VolumeAttributesClass', 'The class of attributes.', attributesClassOf),
  textColumn('Reason', 'Why it failed.', ({ status }) => status?.reason ?? ''),
  ageColumn,
  wide(textColumn('VolumeMode', 'File system or raw device.', ({ spec }) => spec?.volumeMode ?? unset)),
];

export const storageClassColumns: readonly TableColumn<Stored<StorageClass>>[] = [
  {
    ...nameColumn,
    cell: (storageClass) => storageClass.metadata.name + (isDefaultClass(storageClass) ? ' (default)' : ''),
  },
  textColumn('Provisioner', 'Who makes volumes of this class.', ({ provisioner }) => provisioner),
  textColumn('ReclaimPolicy', 'What becomes of its volumes.', ({ reclaimPolicy }) => reclaimPolicy ?? 'Delete'),
  textColumn(
    'VolumeBindingMode',
    'When claims are bound.',
    ({ volumeBindingMode }) => volumeBindingMode ?? 'Immediate',
  ),
  {
    name: 'AllowVolumeExpansion',
    type: 'boolean',
    description: 'Whether its volumes may grow.',
    cell: ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false,
  },
  ageColumn,
];

function phaseOf({ metadata, status }: Stored<{ readonly status?: { readonly phase?: string } }>): string {
  return metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? '');
}

function lettersOf(modes: readonly string[] = []): string {
  return Object.entries(modeLetters)
    .filter(([mode]) => modes.includes(mode))
    .map(([, letters]) => letters)
    .join(',');
}

function attributesClassOf({ spec }: { readonly spec?: { readonly volumeAttributesClassName?: string } }): string {
  return spec?.volumeAttributesClassName ?? unset;
}
