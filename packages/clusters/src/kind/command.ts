/** The one door to other programs: everything else in Podlab that starts one comes through here. */
import { execa } from 'execa';
import { ClusterError } from '../errors.ts';
import { formatCommandLine } from './command-line.ts';
import { tellingLines } from './telling-lines.ts';

export interface Command {
  /** The program and its arguments; no shell reads them. */
  readonly argv: readonly [string, ...string[]];
  readonly stdin?: string;
  /** Default: none. */
  readonly timeoutMs?: number;
  /** Told each line of the error stream as it comes: where kind and docker report progress. */
  readonly onProgressLine?: (line: string) => void;
}

export interface CommandResult {
  readonly argv: readonly string[];
  /** Undefined when the program could not be started or was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly isCanceled: boolean;
  /** The program is not on PATH. */
  readonly notFound: boolean;
  readonly durationMs: number;
  /** To be pasted into a POSIX shell. */
  readonly commandLine: string;
}

/** A program that could not be started, exited non-zero, was cancelled or took too long. */
export class CommandError extends ClusterError {
  override readonly name = 'CommandError';

  constructor(
    readonly result: CommandResult,
    options?: ErrorOptions,
  ) {
    super('COMMAND_FAILED', describe(result), options);
  }
}

/**
 * Runs a program to its end. When the signal is aborted it gets TERM, and KILL 5 s later; what it started and left
 * running gets KILL then, where the system has process groups.
 * @throws CommandError, also when it was cancelled (`result.isCanceled`)
 */
export async function runCommand(
  command: Command,
  { signal }: { readonly signal: AbortSignal },
): Promise<CommandResult> {
  const [program, ...args] = command.argv;
  const { onProgressLine } = command;
  const grouped = process.platform !== 'win32';
  const subprocess = execa(program, args, {
    cancelSignal: signal,
    forceKillAfterDelay: 5000,
    detached: grouped,
    reject: false,
    ...(command.stdin === undefined ? { stdin: 'ignore' } : { input: command.stdin }),
    ...(command.timeoutMs && { timeout: command.timeoutMs }),
    stderr: onProgressLine ? ['pipe', tellLines(onProgressLine)] : 'pipe',
  });
  const outcome = await subprocess;
  if (grouped && signal.aborted) killGroup(subprocess.pid);
  const result: CommandResult = {
    argv: command.argv,
    exitCode: outcome.exitCode,
    stdout: outcome.stdout ?? '',
    stderr: outcome.stderr ?? '',
    timedOut: outcome.timedOut,
    isCanceled: outcome.isCanceled,
    notFound: outcome.code === 'ENOENT',
    durationMs: outcome.durationMs,
    commandLine: formatCommandLine(command),
  };
  if (outcome.failed) throw new CommandError(result, { cause: outcome.cause ?? outcome });
  return result;
}

function tellLines(tell: (line: string) => void) {
  return function* (line: unknown) {
    tell(String(line));
    yield line;
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: all of them have ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function describe(result: CommandResult): string {
  const program = result.argv[0] ?? '';
  if (result.notFound) return `\`${program}\` is not installed, or not on PATH`;
  const how = result.isCanceled
    ? 'was cancelled'
    : result.timedOut
      ? `took longer than it may (${Math.round(result.durationMs / 1000)} s)`
      : `failed with exit code ${result.exitCode ?? 'none'}`;
  const said = tellingLines(result.stderr);
  return `\`${result.commandLine}\` ${how}${said === '' ? '' : `:\n${said}`}`;
}
