import { StatusError } from '@podlab/apimachinery';

export function isNotFound(error: unknown): boolean {
  return error instanceof StatusError && error.reason === 'NotFound';
}

export function isAlreadyExists(error: unknown): boolean {
  return error instanceof StatusError && error.reason === 'AlreadyExists';
}

/** Whether a creation was refused because its namespace is going away. */
export function causedByTerminatingNamespace(error: unknown): boolean {
  return (
    error instanceof StatusError &&
    (error.status.details?.causes ?? []).some(({ reason }) => reason === 'NamespaceTerminating')
  );
}

/** Does something to an object that may be gone already: then nothing is left to do. */
export function unlessGone(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
