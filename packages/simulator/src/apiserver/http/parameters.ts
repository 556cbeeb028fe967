/**
 * Whether a truth value in a query is true: everything is but what is not there, `0` and `false`.
 * @see k8s.io/apimachinery/pkg/runtime/conversion.go Convert_Slice_string_To_bool (v1.36)
 */
export function isTrueParameter(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}

/** Whether a write may be refused for what its query says. */
export function mayRefuseWrite(query: URLSearchParams): boolean {
  return (
    query.has('timeout') ||
    !['', 'Ignore', 'Warn', 'Strict'].includes(query.get('fieldValidation') ?? '') ||
    query.getAll('dryRun').some((value) => value !== 'All') ||
    (query.get('fieldManager') ?? '').length > 128
  );
}

const rare = ['resourceVersionMatch', 'sendInitialEvents', 'continue', 'timeout'];

/** Whether a read may be refused for what its query says: that is judged by code that comes later. */
export function mayBeRefused(query: URLSearchParams): boolean {
  return (
    rare.some((name) => query.has(name)) ||
    ['limit', 'timeoutSeconds'].some((name) => query.has(name) && !/^\d{1,15}$/.test(query.get(name) ?? '')) ||
    /\D/.test(query.get('resourceVersion') ?? '')
  );
}
