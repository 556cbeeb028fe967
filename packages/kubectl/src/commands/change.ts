import { createThreeWayPatch, mergeSchemaOf, StatusError, type Stored } from '@podlab/apimachinery';
import type { Invocation } from '../cli/command.ts';
import { complainAll } from '../cli/complain-all.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { errorText } from '../cli/error-text.ts';
import { collect, type Found } from '../resources/collect.ts';
import { printResult } from './print-result.ts';

/** What became of one object, and how it is told. */
export interface Outcome {
  readonly object: Stored;
  /** Such as `scaled`. */
  readonly verb: string;
  /** Default true. */
  readonly tellsDryRun?: boolean;
}

/** Runs `act` on every object found, prints what became of each, and tells the faults. @returns the exit code */
export async function forEachFound(
  invocation: Invocation,
  act: (found: Found) => Promise<Outcome | undefined>,
): Promise<number> {
  const { found, faults } = await collect(invocation);
  const told = [...faults];
  for (const one of found) {
    try {
      const outcome = await act(one);
      if (outcome) printResult({ resource: one.resource, object: outcome.object }, outcome.verb, invocation, outcome);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      told.push(errorText(error));
    }
  }
  return complainAll(told, invocation);
}

/**
 * Sends the difference between an object and what it is to be, or only tells of it with `--dry-run=client`.
 * @returns the object afterwards; the same when there is no difference
 */
export async function patchTo(
  { resource, object }: Found,
  modified: Stored,
  fieldManager: string,
  { client, signal, flags }: Invocation,
): Promise<Stored> {
  const dryRun = dryRunOf(flags);
  if (dryRun === 'client') return modified;
  const body = createThreeWayPatch({ original: object, modified, current: object }, mergeSchemaOf(resource.kind));
  if (Object.keys(body).length === 0) return object;
  return client.patch(
    resource,
    object.metadata,
    { type: 'strategic', body },
    { fieldManager, dryRun: dryRun === 'server', signal },
  );
}
