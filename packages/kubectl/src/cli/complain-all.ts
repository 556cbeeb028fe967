import type { Invocation } from './command.ts';

/**
 * Tells faults as kubectl tells several errors: one alone as it is, of many each on a line without `error:`.
 * @returns the exit code
 */
export function complainAll(faults: readonly string[], { complain }: Pick<Invocation, 'complain'>): number {
  for (const fault of faults) complain(faults.length === 1 ? fault : fault.replace(/^error: /, ''));
  return faults.length > 0 ? 1 : 0;
}
