import type { Flags } from './flags.ts';
import { usageError } from './kubectl-error.ts';

/** Where a command ends that only tries: before the request, or in the server. */
export type DryRun = 'client' | 'none' | 'server';

/** `--dry-run`. @throws KubectlError for a value that is none */
export function dryRunOf(flags: Flags): DryRun {
  const value = flags.string('dry-run') ?? 'none';
  if (value === 'unchanged') return 'client';
  if (value === 'client' || value === 'none' || value === 'server') return value;
  throw usageError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** What follows a message of a command that only tries. */
export function dryRunText(dryRun: DryRun): string {
  return { none: '', client: ' (dry run)', server: ' (server dry run)' }[dryRun];
}
