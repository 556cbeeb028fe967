import { fieldErrors, type FieldError } from '@podlab/apimachinery';

/** Faults of a number that must not be negative. */
export function notNegative(value: number | undefined, path: string): FieldError[] {
  return value !== undefined && value < 0
    ? [fieldErrors.invalid(path, value, 'must be greater than or equal to 0')]
    : [];
}

/** Faults of a port number. */
export function portNumber(value: number, path: string): FieldError[] {
  return value < 1 || value > 65_535 || !Number.isInteger(value)
    ? [fieldErrors.invalid(path, value, 'must be between 1 and 65535, inclusive')]
    : [];
}

/** Faults of a port that may also be the name of a container's port. */
export function portOrName(value: number | string | undefined, path: string): FieldError[] {
  if (typeof value === 'number') return portNumber(value, path);
  return portNameFaults(value ?? '').map((fault) => fieldErrors.invalid(path, value ?? '', fault));
}

/**
 * Faults of the name of a port.
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go `IsValidPortName` (v1.36)
 */
export function portNameFaults(name: string): string[] {
  const faults: string[] = [];
  if (name.length > 15) faults.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(name)) faults.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) faults.push('must contain at least one letter (a-z)');
  if (name.includes('--')) faults.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) faults.push('must not begin or end with a hyphen');
  return faults;
}

/** Faults of a whole number or a percentage. */
export function countOrPercent(value: number | string | undefined, path: string): FieldError[] {
  if (value === undefined) return [];
  if (typeof value === 'number') return notNegative(value, path);
  if (/^[0-9]+%$/.test(value)) return [];
  return [
    fieldErrors.invalid(
      path,
      value,
      "a valid percent string must be a numeric string followed by an ending '%' " +
        "(e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ),
  ];
}

/** Faults of a percentage that is more than all. */
export function notOver100Percent(value: number | string | undefined, path: string): FieldError[] {
  if (typeof value !== 'string' || !/^[0-9]+%$/.test(value) || Number.parseInt(value, 10) <= 100) return [];
  return [fieldErrors.invalid(path, value, 'must not be greater than 100%')];
}

/** Faults of a value that is none of those there are. */
export function oneOf(value: string | undefined, supported: readonly string[], path: string): FieldError[] {
  return value !== undefined && supported.includes(value)
    ? []
    : [fieldErrors.notSupported(path, value ?? '', supported)];
}

/** The same of a value that must be there. */
export function requiredOneOf(value: string | undefined, supported: readonly string[], path: string): FieldError[] {
  return value ? oneOf(value, supported, path) : [fieldErrors.required(path)];
}

/** The same of a value that need not be there. */
export function optionalOneOf(value: string | undefined, supported: readonly string[], path: string): FieldError[] {
  return value === undefined ? [] : oneOf(value, supported, path);
}

/** Faults of a number that must be more than nothing. */
export function positive(value: number | undefined, path: string): FieldError[] {
  return (value ?? 0) > 0 ? [] : [fieldErrors.invalid(path, value ?? 0, 'must be greater than zero')];
}
