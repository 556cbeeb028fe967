import { encodeUtf8, fieldErrors, statuses } from '@podlab/apimachinery';
import { isTrueParameter } from './parameters.ts';

const kinds: Readonly<Record<string, string>> = { POST: 'CreateOptions', PUT: 'UpdateOptions', PATCH: 'PatchOptions' };
const longestManager = 128;

/**
 * Refuses what makes no sense in the query of a write.
 * @throws StatusError 422
 * @see k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (v1.36)
 */
export function checkWriteOptions(method: string, query: URLSearchParams, isApply: boolean): void {
  const kind = kinds[method];
  if (kind === undefined) return;
  const dryRun = query.getAll('dryRun');
  const validation = query.get('fieldValidation') ?? '';
  const manager = query.get('fieldManager') ?? '';
  const faults = [
    ...(kind === 'PatchOptions' && !isApply && query.has('force') && isTrueParameter(query, 'force')
      ? [fieldErrors.forbidden('force', 'may not be specified for non-apply patch')]
      : []),
    ...(encodeUtf8(manager).length > longestManager ? [fieldErrors.tooLong('fieldManager', longestManager)] : []),
    ...(dryRun.some((value) => value !== 'All') ? [fieldErrors.notSupported('dryRun', dryRun, ['All'])] : []),
    ...(['', 'Ignore', 'Strict', 'Warn'].includes(validation)
      ? []
      : [fieldErrors.notSupported('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn'])]),
  ];
  if (faults.length > 0) throw statuses.invalid({ group: 'meta.k8s.io', kind }, '', faults);
}
