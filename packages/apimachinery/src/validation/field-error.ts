import type { StatusCause } from '../status-error.ts';

/** The machine-readable kind of a field's fault: the `reason` of a Status cause. */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

const words: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
};

/** What is wrong with one field of an object, in the grammar of the API server. */
export interface FieldError {
  readonly type: FieldErrorType;
  /** Such as `spec.containers[0].name`. */
  readonly field: string;
  /** The fault without the field: `Required value: name or generateName is required`. */
  readonly body: string;
}

/**
 * Field errors, one function for each kind of fault.
 * @see k8s.io/apimachinery/pkg/util/validation/field/errors.go (v1.36)
 */
export const fieldErrors = {
  notFound: (field: string, value: unknown) => fieldError('FieldValueNotFound', field, valueText(value)),
  required: (field: string, detail = '') => fieldError('FieldValueRequired', field, undefined, detail),
  duplicate: (field: string, value: unknown) => fieldError('FieldValueDuplicate', field, valueText(value)),
  invalid: (field: string, value: unknown, detail: string) =>
    fieldError('FieldValueInvalid', field, valueText(value), detail),
  /** Of a value that is not printed. */
  unfit: (field: string, detail: string) => fieldError('FieldValueInvalid', field, undefined, detail),
  notSupported: (field: string, value: unknown, supported: readonly string[]) =>
    fieldError(
      'FieldValueNotSupported',
      field,
      valueText(value),
      supported.length === 0 ? '' : `supported values: ${supported.map((item) => JSON.stringify(item)).join(', ')}`,
    ),
  /** One fault of a value for each thing that is wrong with it. */
  invalidEach: (field: string, value: unknown, details: readonly string[]) =>
    details.map((detail) => fieldError('FieldValueInvalid', field, valueText(value), detail)),
  forbidden: (field: string, detail: string) => fieldError('FieldValueForbidden', field, undefined, detail),
  tooLong: (field: string, maxLength: number) =>
    fieldError('FieldValueTooLong', field, undefined, `may not be more than ${maxLength} bytes`),
  tooMany: (field: string, actual: number, max: number) =>
    fieldError('FieldValueTooMany', field, String(actual), `must have at most ${max} items`),
  internal: (field: string, detail: string) => fieldError('InternalError', field, undefined, detail),
};

/** `spec.containers: Required value` */
export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${error.body}`;
}

/** Several faults as one text, without repetitions: the fault itself, or `[first, second]`. */
export function aggregateFieldErrors(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(fieldErrorText))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

/** The causes that a Status carries for the faults. */
export function fieldErrorCauses(errors: readonly FieldError[]): StatusCause[] {
  return errors.map((error) => ({ reason: error.type, message: error.body, field: error.field }));
}

function fieldError(type: FieldErrorType, field: string, value: string | undefined, detail = ''): FieldError {
  const body = [words[type], ...(value === undefined ? [] : [value]), ...(detail === '' ? [] : [detail])].join(': ');
  return { type, field, body };
}

/** Text is quoted; numbers and truth values stand bare; lists and maps are JSON without blanks. */
function valueText(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}
