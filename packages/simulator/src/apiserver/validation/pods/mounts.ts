import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { Container, Volume, VolumeDevice, VolumeMount } from 'kubernetes-types/core/v1';
import { oneOf } from '../numbers.ts';
import { relativePathFaults, upwardPathFaults } from '../paths.ts';

/**
 * Faults of what a container mounts. Some of the API server's paths do not say which mount.
 * @param volumes those that have no fault of their own, by name
 * @see pkg/apis/core/validation/validation.go `ValidateVolumeMounts` (v1.36), as are the others here
 */
export function validateVolumeMounts(
  container: Container,
  volumes: ReadonlyMap<string, Volume>,
  path: string,
): FieldError[] {
  const { volumeMounts = [], volumeDevices = [] } = container;
  const taken = new Set<string>();
  return volumeMounts.flatMap((mount: Partial<VolumeMount>, index) => {
    const { name = '', mountPath = '' } = mount;
    const at = `${path}[${index}]`;
    const faults: FieldError[] = [];
    if (name === '') faults.push(fieldErrors.required(`${at}.name`));
    if (!volumes.has(name)) faults.push(fieldErrors.notFound(`${at}.name`, name));
    if (mountPath === '') faults.push(fieldErrors.required(`${at}.mountPath`));
    if (taken.has(mountPath)) faults.push(fieldErrors.invalid(`${at}.mountPath`, mountPath, 'must be unique'));
    taken.add(mountPath);
    if (volumeDevices.some((device) => device.name === name)) {
      faults.push(fieldErrors.invalid(`${at}.name`, name, 'must not already exist in volumeDevices'));
    }
    if (volumeDevices.some(({ devicePath }) => devicePath === mountPath)) {
      const detail = 'must not already exist as a path in volumeDevices';
      faults.push(fieldErrors.invalid(`${at}.mountPath`, mountPath, detail));
    }
    return [...faults, ...optionFaults(mount, container, path, at)];
  });
}

function optionFaults(mount: Partial<VolumeMount>, container: Container, path: string, at: string): FieldError[] {
  const { subPath = '', subPathExpr = '' } = mount;
  return [
    ...relativePathFaults(subPath, `${path}.subPath`),
    ...(subPath !== '' && subPathExpr !== ''
      ? [fieldErrors.invalid(`${at}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive')]
      : []),
    ...relativePathFaults(subPathExpr, `${path}.subPathExpr`),
    ...propagationFaults(mount, container, `${path}.mountPropagation`),
    ...recursionFaults(mount, `${path}.recursiveReadOnly`),
  ];
}

function propagationFaults(
  { mountPropagation: mode }: Partial<VolumeMount>,
  { securityContext }: Container,
  path: string,
): FieldError[] {
  if (mode === undefined) return [];
  if (mode === 'Bidirectional' && !securityContext?.privileged) {
    return [fieldErrors.forbidden(path, 'Bidirectional mount propagation is available only to privileged containers')];
  }
  return oneOf(mode, ['Bidirectional', 'HostToContainer', 'None'], path);
}

function recursionFaults(
  { recursiveReadOnly, readOnly, mountPropagation }: Partial<VolumeMount>,
  path: string,
): FieldError[] {
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return [];
  if (recursiveReadOnly !== 'Enabled' && recursiveReadOnly !== 'IfPossible') {
    return oneOf(recursiveReadOnly, ['Disabled', 'Enabled', 'IfPossible'], path);
  }
  return [
    ...(readOnly ? [] : [fieldErrors.forbidden(path, 'may only be specified when readOnly is true')]),
    ...(mountPropagation === undefined || mountPropagation === 'None'
      ? []
      : [fieldErrors.forbidden(path, 'may only be specified when mountPropagation is None or not specified')]),
  ];
}

/** Faults of the raw devices that a container gets. */
export function validateVolumeDevices(
  { volumeDevices = [], volumeMounts = [] }: Container,
  volumes: ReadonlyMap<string, Volume>,
  path: string,
): FieldError[] {
  return volumeDevices.flatMap(({ name = '', devicePath = '' }: Partial<VolumeDevice>, index) => {
    const at = `${path}[${index}]`;
    const invalid = (field: 'devicePath' | 'name', detail: string) =>
      fieldErrors.invalid(`${at}.${field}`, field === 'name' ? name : devicePath, detail);
    const before = volumeDevices.slice(0, index);
    const volume = volumes.get(name);
    const goesUp = upwardPathFaults(devicePath, at).length > 0;
    return [
      ...(name === '' ? [fieldErrors.required(`${at}.name`)] : []),
      ...(name !== '' && before.some((other) => other.name === name) ? [invalid('name', 'must be unique')] : []),
      ...(volume && !volume.persistentVolumeClaim && !volume.ephemeral
        ? [invalid('name', 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode')]
        : []),
      ...(volume ? [] : [fieldErrors.notFound(`${at}.name`, name)]),
      ...(devicePath === '' ? [fieldErrors.required(`${at}.devicePath`)] : []),
      ...(!goesUp && before.some((other) => other.devicePath === devicePath)
        ? [invalid('devicePath', 'must be unique')]
        : []),
      ...(goesUp ? [invalid('devicePath', "can not contain backsteps ('..')")] : []),
      ...(volumeMounts.some((mount) => mount.name === name)
        ? [invalid('name', 'must not already exist in volumeMounts')]
        : []),
      ...(volumeMounts.some(({ mountPath }) => mountPath === devicePath)
        ? [invalid('devicePath', 'must not already exist as a path in volumeMounts')]
        : []),
    ];
  });
}
