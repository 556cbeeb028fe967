import type { Flags } from './flags.ts';
import { usageError } from './kubectl-error.ts';

/** `--validate`, as the API takes it: whether fields that it does not know are refused, told or dropped. */
export function validationOf(flags: Flags): 'Ignore' | 'Strict' | 'Warn' {
  const value = flags.declares('validate') ? (flags.string('validate') ?? 'strict') : 'strict';
  switch (value.toLowerCase()) {
    case 'strict':
    case 'true':
    case '':
      return 'Strict';
    case 'warn':
      return 'Warn';
    case 'ignore':
    case 'false':
      return 'Ignore';
    default:
      throw usageError(`Invalid validate value (${value}).`);
  }
}
