import { fieldErrors, type FieldError } from '@podlab/apimachinery';

const fileModeDetail = 'must be a number between 0 and 0777 (octal), both inclusive';
const highestMode = 0o777;

/** Faults of a path with a step upwards. @see pkg/apis/core/validation/validation.go (v1.36), as are the others here */
export function upwardPathFaults(value: string, path: string): FieldError[] {
  return value.split('/').includes('..') ? [fieldErrors.invalid(path, value, "must not contain '..'")] : [];
}

/** Faults of a path that must lead down from where it begins. */
export function relativePathFaults(value: string, path: string): FieldError[] {
  return [
    ...(value.startsWith('/') ? [fieldErrors.invalid(path, value, 'must be a relative path')] : []),
    ...upwardPathFaults(value, path),
  ];
}

/** Faults of a path of a file in a volume that the kubelet writes; names that begin with `..` are its own. */
export function volumeFilePathFaults(value: string, path: string): FieldError[] {
  const faults = relativePathFaults(value, path);
  if (value.startsWith('..') && !value.startsWith('../')) {
    faults.push(fieldErrors.invalid(path, value, "must not start with '..'"));
  }
  return faults;
}

/** Faults of the permission bits of a file. */
export function fileModeFaults(mode: number | undefined, path: string): FieldError[] {
  if (mode === undefined || (mode >= 0 && mode <= highestMode)) return [];
  return [fieldErrors.invalid(path, mode, fileModeDetail)];
}
