import type { EngineName } from '@podlab/clusters';
import type { ExitCode } from '../exit-codes.ts';
import type { Host, Installation } from '../host.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly engine?: EngineName;
  readonly json?: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  readonly plain?: boolean;
  readonly home?: string;
}

/** What a command works with. */
export interface CommandContext {
  readonly host: Host;
  readonly installation: Installation;
  options(): GlobalOptions;
  /** Names that `lab <word>` takes for a command. */
  commands(): readonly string[];
  /** Aborted by Ctrl-C, by SIGTERM and when the terminal is closed. */
  readonly signal: AbortSignal;
}

/** Runs a command's work and keeps its exit code. */
export type Done = (run: () => Promise<ExitCode>) => Promise<void>;
