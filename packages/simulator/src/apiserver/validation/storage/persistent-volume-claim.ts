import {
  deepEqual,
  dnsSubdomainFaults,
  fieldErrors,
  type FieldError,
  isMap,
  parseQuantity,
  type Stored,
} from '@podlab/apimachinery';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';
import { accessModeFaults, storageFaults } from './access-modes.ts';
import { internalJson } from '../json/internal-json.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { optionalOneOf } from '../numbers.ts';
import { unifiedDiff } from '../json/unified-diff.ts';

const immutableText =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** @see pkg/apis/core/validation/validation.go `ValidatePersistentVolumeClaimSpec` (v1.36) */
export function validatePersistentVolumeClaim({ spec = {} }: PersistentVolumeClaim): FieldError[] {
  return validateClaimSpec(spec, 'spec');
}

/** Faults of what a claim, or a template of claims, asks for. */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, path: string): FieldError[] {
  const { accessModes = [], resources, selector, storageClassName, volumeMode } = spec;
  const storage = resources?.requests?.['storage'];
  const storagePath = `${path}.resources[storage]`;
  return [
    ...(accessModes.length === 0
      ? [fieldErrors.required(`${path}.accessModes`, 'at least 1 access mode is required')]
      : []),
    ...validateLabelSelector(selector, `${path}.selector`),
    ...(accessModes.length === 0 ? [] : accessModeFaults(accessModes, `${path}.accessModes`, '')),
    ...(storage === undefined ? [fieldErrors.required(storagePath)] : storageFaults(storage, storagePath)),
    ...(storageClassName
      ? dnsSubdomainFaults(storageClassName).map((fault) =>
          fieldErrors.invalid(`${path}.storageClassName`, storageClassName, fault),
        )
      : []),
    ...optionalOneOf(volumeMode, ['Block', 'Filesystem'], `${path}.volumeMode`),
  ];
}

/** A claim may be bound once, may grow when it is bound, and changes in nothing else. */
export function validatePersistentVolumeClaimUpdate(
  claim: PersistentVolumeClaim,
  old: Stored<PersistentVolumeClaim>,
): FieldError[] {
  const faults = validatePersistentVolumeClaim(claim);
  const { spec: before = {}, status } = old;
  const { spec: after = {} } = claim;
  const isBound = status?.phase === 'Bound';
  const allowed: PersistentVolumeClaimSpec = {
    ...after,
    ...(before.volumeName ? {} : { volumeName: before.volumeName }),
    ...(before.storageClassName === undefined ? { storageClassName: before.storageClassName } : {}),
    ...(isBound ? { resources: { ...after.resources, requests: before.resources?.requests } } : {}),
  };
  if (!deepEqual(withoutEmpty(allowed), withoutEmpty(before))) {
    const [from, to] = [before, allowed].map((spec) => internalJson('PersistentVolumeClaimSpec', { ...spec }));
    faults.push(fieldErrors.forbidden('spec', `${immutableText}\n${unifiedDiff(from ?? '', to ?? '')}`));
  }
  const storage = (spec: PersistentVolumeClaimSpec) =>
    parseQuantity(spec.resources?.requests?.['storage'] ?? '0').nanos;
  if (storage(after) < storage(before) && storage(after) <= parseQuantity(status?.capacity?.['storage'] ?? '0').nanos) {
    faults.push(fieldErrors.forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  }
  if (after.volumeMode !== before.volumeMode) {
    faults.push(fieldErrors.invalid('volumeMode', after.volumeMode, 'field is immutable'));
  }
  return faults;
}

/** Fields that are absent and fields that are empty are the same. */
function withoutEmpty(value: unknown): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => {
      const inner = withoutEmpty(field);
      const isEmpty = inner === undefined || inner === null || (isMap(inner) && Object.keys(inner).length === 0);
      return isEmpty ? [] : [[name, inner]];
    }),
  );
}
