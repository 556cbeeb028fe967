import { deepEqual, fieldErrors, type FieldError, labelKeyFaults, type Stored } from '@podlab/apimachinery';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { oneOf } from '../numbers.ts';

/** @see pkg/apis/storage/validation/validation.go (v1.36) */
export function validateStorageClass({ provisioner, reclaimPolicy, volumeBindingMode }: StorageClass): FieldError[] {
  return [
    ...(provisioner
      ? labelKeyFaults(provisioner.toLowerCase()).map((fault) => fieldErrors.invalid('provisioner', provisioner, fault))
      : [fieldErrors.required('provisioner')]),
    ...oneOf(reclaimPolicy, ['Delete', 'Retain'], 'reclaimPolicy'),
    ...oneOf(volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'], 'volumeBindingMode'),
  ];
}

/** How a class makes volumes does not change. */
export function validateStorageClassUpdate(storageClass: StorageClass, old: Stored<StorageClass>): FieldError[] {
  const fixed = ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const;
  return fixed
    .filter((field) => !deepEqual(storageClass[field], old[field]))
    .map((field) => fieldErrors.invalid(field, storageClass[field], 'field is immutable'));
}
