import { StatusError } from '@podlab/apimachinery';
import { SessionError } from '@podlab/kube-client';
import { usageError } from './kubectl-error.ts';

/** Why a session with a container could not be had, as kubectl words it; what is no answer of the API stays as it is. */
export function streamFault(error: unknown): unknown {
  if (!(error instanceof StatusError)) return error;
  // Such an answer came through the session; every other one refused the session itself.
  return usageError(error instanceof SessionError ? error.message : `unable to upgrade connection: ${error.message}`);
}
