import type { ClusterErrorCode } from '@podlab/clusters';
import { LabFileError } from '@podlab/lab-format';
import { CliError } from '../errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';

/** A failure as a person reads it, and the exit code that goes with it. */
export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly next: string | undefined;
  readonly exitCode: ExitCode;
}

/**
 * Puts a failure into words: what happened, why, and what to do next. What nobody expected is told as such, with its
 * trace.
 */
export function tellError(error: unknown): ToldError {
  if (error instanceof CliError) return { ...pick(error), exitCode: error.exitCode };
  if (error instanceof LabFileError) {
    const count = error.faults.length;
    return {
      code: error.code,
      message: `The lab ${error.labId} has ${count === 1 ? 'a fault' : `${count} faults`}:\n${error.message}`,
      next: 'Correct the file; the format is described in docs/contributing/labs.md.',
      exitCode: exitCodes.usage,
    };
  }
  const known = knownByCode(error);
  if (known) return known;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'UNEXPECTED',
    message: `Podlab did not expect this:\n${trace}`,
    next: 'It is a fault of Podlab. What was recorded is kept; run the command again to go on.',
    exitCode: exitCodes.unavailable,
  };
}

function pick({ code, message, next }: CliError) {
  return { code, message, next };
}

/** Errors of other packages that carry a code and a message for the learner. */
function knownByCode(error: unknown): ToldError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, next } = error as Error & { code?: unknown; next?: unknown };
  if (typeof code !== 'string') return undefined;
  const exitCode = exitCodeByCode.get(code);
  if (exitCode === undefined) return undefined;
  return { code, message: sentence(error.message), next: typeof next === 'string' ? next : undefined, exitCode };
}

/** All that an engine may say; the compiler asks for a new code's place here. */
const clusterExitCodes: Readonly<Record<ClusterErrorCode, ExitCode>> = {
  CLEANUP_FAILED: exitCodes.unavailable,
  CLUSTER_EXISTS: exitCodes.unavailable,
  CLUSTER_NOT_OURS: exitCodes.usage,
  CLUSTER_NOT_READY: exitCodes.unavailable,
  COMMAND_FAILED: exitCodes.unavailable,
  IMAGE_MISSING: exitCodes.unavailable,
  JOURNAL_DAMAGED: exitCodes.unavailable,
  KUBECONFIG_INVALID: exitCodes.usage,
  KUBECONFIG_NOT_OURS: exitCodes.usage,
  PORT_IN_USE: exitCodes.unavailable,
  PORT_NOT_ALLOWED: exitCodes.unavailable,
  RECORD_DAMAGED: exitCodes.unavailable,
  REQUEST_REFUSED: exitCodes.unavailable,
};

const exitCodeByCode: ReadonlyMap<string, ExitCode> = new Map<string, ExitCode>([
  ...Object.entries(clusterExitCodes),
  ['NAMESPACE_TAKEN', exitCodes.unavailable],
  ['MANIFEST_REFUSED', exitCodes.usage],
  ['SET_UP_TIMED_OUT', exitCodes.unavailable],
  ['ANSWER_REFUSED', exitCodes.usage],
  ['ATTEMPT_FAILED', exitCodes.unavailable],
  ['WORD_MISUSED', exitCodes.usage],
  ['TRANSPORT_FAILED', exitCodes.unavailable],
]);

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?:`)]$/.test(first) ? first : `${first}.`;
}
