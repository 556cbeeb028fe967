import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Commands whose text cannot or must not be the stock one. */
export interface KnownDifference {
  readonly id: string;
  readonly reason: string;
  /** Whether they differ is chance. */
  readonly byChance?: boolean;
  /** The commands it is about, as they stand in `cases/`. */
  readonly commands: readonly string[];
}

export const knownDifferences = parse(
  readFileSync(join(import.meta.dirname, 'known-differences.yaml'), 'utf8'),
) as readonly KnownDifference[];

/** Whether a command is listed, and not by chance. */
export function mustDiffer(run: string): boolean {
  const entry = differenceOf(run);
  return entry !== undefined && entry.byChance !== true;
}

/** The entry that lists a command. */
export function differenceOf(run: string): KnownDifference | undefined {
  return knownDifferences.find(({ commands }) => commands.includes(run));
}
