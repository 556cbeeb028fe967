import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { DownwardAPIVolumeFile, KeyToPath, ProjectedVolumeSource } from 'kubernetes-types/core/v1';
import { fieldReferenceFaults, fileFields, resourceReferenceFaults } from './field-reference.ts';
import { fileModeFaults, volumeFilePathFaults } from '../paths.ts';

const shortestTokenSeconds = 600;
const longestTokenSeconds = 2 ** 32;

/** Faults of which keys become which files. @see pkg/apis/core/validation/validation.go (v1.36), as are the others here */
export function keyFileFaults(items: readonly KeyToPath[], path: string): FieldError[] {
  return items.flatMap((item, index) => itemFaults(item, `${path}[${index}]`));
}

function itemFaults({ key = '', path: file = '', mode }: Partial<KeyToPath>, path: string): FieldError[] {
  return [
    ...(key === '' ? [fieldErrors.required(`${path}.key`)] : []),
    ...(file === '' ? [fieldErrors.required(`${path}.path`)] : []),
    ...volumeFilePathFaults(file, `${path}.path`),
    ...fileModeFaults(mode, `${path}.mode`),
  ];
}

/** Faults of a file that shows something of the Pod. The path does not say which file. */
export function downwardFileFaults(file: Partial<DownwardAPIVolumeFile>, path: string): FieldError[] {
  const { path: name = '', fieldRef, resourceFieldRef, mode } = file;
  const faults = [
    ...(name === '' ? [fieldErrors.required(`${path}.path`)] : []),
    ...volumeFilePathFaults(name, `${path}.path`),
  ];
  if (fieldRef) {
    faults.push(...fieldReferenceFaults(fieldRef, fileFields, `${path}.fieldRef`));
    if (resourceFieldRef) {
      const detail = 'fieldRef and resourceFieldRef can not be specified simultaneously';
      faults.push(fieldErrors.invalid(path, 'resource', detail));
    }
  } else if (resourceFieldRef) {
    faults.push(...resourceReferenceFaults(resourceFieldRef, `${path}.resourceFieldRef`, true));
  } else {
    faults.push(fieldErrors.required(path, 'one of fieldRef and resourceFieldRef is required'));
  }
  return [...faults, ...fileModeFaults(mode, `${path}.mode`)];
}

type Projection = NonNullable<ProjectedVolumeSource['sources']>[number];

/** Faults of a volume that is made of several objects. */
export function validateProjectedVolume(
  { sources = [], defaultMode }: Partial<ProjectedVolumeSource>,
  path: string,
): FieldError[] {
  const taken = new Set<string>();
  const faults = fileModeFaults(defaultMode, `${path}.defaultMode`);
  for (const [index, source] of sources.entries()) {
    faults.push(...sourceFaults(source, `${path}.sources[${index}]`, path, taken));
    if (Object.keys(source).length > 1) {
      const detail = 'may not specify more than 1 volume type per source';
      faults.push(fieldErrors.forbidden(`${path}.sources[${index}]`, detail));
    }
  }
  return faults;
}

function sourceFaults(source: Projection, path: string, whole: string, taken: Set<string>): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken: token } = source;
  const faults: FieldError[] = [];
  const claim = (file: string, printed: string) => {
    if (file === '') return;
    if (taken.has(file)) faults.push(fieldErrors.invalid(whole, printed, 'conflicting duplicate paths'));
    taken.add(file);
  };
  for (const [field, object] of Object.entries({ secret, configMap })) {
    if (!object) continue;
    if (!object.name) faults.push(fieldErrors.required(`${path}.${field}.name`));
    for (const [index, item] of (object.items ?? []).entries()) {
      faults.push(...itemFaults(item, `${path}.${field}.items[${index}]`));
      claim(item.path ?? '', object.name ?? '');
    }
  }
  for (const file of downwardAPI?.items ?? []) {
    faults.push(...downwardFileFaults(file, `${path}.downwardAPI`));
    claim(file.path ?? '', file.path ?? '');
  }
  if (token) faults.push(...tokenFaults(token, `${path}.serviceAccountToken`, whole));
  return faults;
}

function tokenFaults(
  { expirationSeconds = 0, path: file = '' }: { readonly expirationSeconds?: number; readonly path?: string },
  path: string,
  whole: string,
): FieldError[] {
  const at = `${path}.expirationSeconds`;
  return [
    ...(expirationSeconds < shortestTokenSeconds
      ? [fieldErrors.invalid(at, expirationSeconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(expirationSeconds > longestTokenSeconds
      ? [fieldErrors.invalid(at, expirationSeconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
    ...(file === '' ? [fieldErrors.required(`${whole}.path`)] : volumeFilePathFaults(file, `${whole}.path`)),
  ];
}
