import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One command line, and what it is given. */
export interface CommandLine {
  /** As typed, with `kubectl` in front. Split as a shell splits words; nothing is expanded. */
  readonly run: string;
  readonly stdin?: string;
  /** Ends the command after so many milliseconds, as Ctrl-C does: for those that watch. Its exit code is not compared. */
  readonly stopAfterMs?: number;
}

/** A file of `cases/`. */
export interface ParityFile {
  /** What the commands are about. */
  readonly about: string;
  /** `reading`: nothing changes, so both run on one cluster. `changing`: each runs on its own, from the same seed. */
  readonly kind: 'changing' | 'reading';
  /** Files that commands may name, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly commands: readonly (CommandLine | string)[];
  /** Commands of the same shapes as `commands`, which only `show.ts` plays: each costs a start of stock kubectl. */
  readonly more?: readonly (CommandLine | string)[];
}

/** The files of `cases/`, by name. */
export const parityFiles: readonly { readonly name: string; readonly file: ParityFile }[] = readdirSync(
  join(import.meta.dirname, 'cases'),
)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({
    name: name.replace(/\.yaml$/, ''),
    file: parse(readFileSync(join(import.meta.dirname, 'cases', name), 'utf8')) as ParityFile,
  }));

/** All command lines of a file; without `more` those that the suite plays. */
export function linesOf(
  { commands, more = [] }: ParityFile,
  { withMore }: { readonly withMore: boolean },
): CommandLine[] {
  return [...commands, ...(withMore ? more : [])].map(commandLine);
}

function commandLine(command: CommandLine | string): CommandLine {
  return typeof command === 'string' ? { run: command } : command;
}
