import { fieldErrors, parseQuantity, type FieldError } from '@podlab/apimachinery';

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** Faults of the access modes of a claim or a volume. @see pkg/apis/core/validation/validation.go (v1.36) */
export function accessModeFaults(modes: readonly string[] = [], path: string, whenNone: string): FieldError[] {
  if (modes.length === 0) return [fieldErrors.required(path, whenNone)];
  const known = modes.filter((mode) => accessModes.includes(mode));
  const faults = modes
    .filter((mode) => !accessModes.includes(mode))
    .map((mode) => fieldErrors.notSupported(path, mode, accessModes));
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod')) {
    faults.push(fieldErrors.forbidden(path, 'may not use ReadWriteOncePod with other access modes'));
  }
  return faults;
}

/** Faults of an amount of storage that must be more than nothing. */
export function storageFaults(amount: string, path: string): FieldError[] {
  return parseQuantity(amount).nanos > 0n ? [] : [fieldErrors.invalid(path, amount, 'must be greater than zero')];
}
