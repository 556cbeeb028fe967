import { StatusError } from '@podlab/apimachinery';
import { SessionError } from '@podlab/kube-client';
import { usageError } from './kubectl-error.ts';

/** Why a session with a container could not be had, as kubectl words it. */
export function streamFaultText(error: StatusError): string {
  return error instanceof SessionError ? error.message : `unable to upgrade connection: ${error.message}`;
}

/** The same as the end of a command; what is no answer of the API stays as it is. */
export function streamFault(error: unknown): unknown {
  return error instanceof StatusError ? usageError(streamFaultText(error)) : error;
}
