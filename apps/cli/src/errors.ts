import { exitCodes, type ExitCode } from './exit-codes.ts';

/** What went wrong, for code that has to branch on it. */
export type CliErrorCode =
  | 'USAGE'
  | 'INVALID_LAB'
  | 'INVALID_MANIFEST'
  | 'NO_SPACE'
  | 'STATE_UNUSABLE'
  | 'STATE_CORRUPT'
  | 'LAB_HELD'
  | 'NOT_RUNNING'
  | 'PORT_IN_USE'
  | 'ENGINE_UNAVAILABLE'
  | 'FOREIGN_KUBECONFIG'
  | 'SET_UP_FAILED'
  | 'NOT_POSSIBLE'
  | 'INTERRUPTED';

/** A failure that is told to the learner as it stands: what happened, why, and what to do next. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;
  readonly exitCode: ExitCode;
  /** What the learner can do; one or more lines. */
  readonly next: string | undefined;

  constructor(
    code: CliErrorCode,
    message: string,
    options: { readonly next?: string; readonly exitCode?: ExitCode; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.next = options.next;
    this.exitCode = options.exitCode ?? exitCodeOf(code);
  }
}

function exitCodeOf(code: CliErrorCode): ExitCode {
  switch (code) {
    case 'USAGE':
    case 'INVALID_LAB':
    case 'INVALID_MANIFEST':
    case 'FOREIGN_KUBECONFIG':
      return exitCodes.usage;
    case 'INTERRUPTED':
      return exitCodes.interrupted;
    default:
      return exitCodes.unavailable;
  }
}
