export type ClusterErrorCode =
  | 'CLEANUP_FAILED'
  | 'CLUSTER_EXISTS'
  | 'CLUSTER_NOT_OURS'
  | 'CLUSTER_NOT_READY'
  | 'COMMAND_FAILED'
  | 'IMAGE_MISSING'
  | 'JOURNAL_DAMAGED'
  | 'KUBECONFIG_INVALID'
  | 'KUBECONFIG_NOT_OURS'
  | 'PORT_IN_USE'
  | 'PORT_NOT_ALLOWED'
  | 'RECORD_DAMAGED'
  | 'REQUEST_REFUSED';

/** What goes wrong in an engine. Branch on `code`; the message says what to try next. */
export class ClusterError extends Error {
  override readonly name: string = 'ClusterError';

  constructor(
    readonly code: ClusterErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Actions failed, and taking them back failed too: something is left on the machine. */
export class CleanupError extends ClusterError {
  override readonly name = 'CleanupError';

  constructor(
    /** The actions that could not be undone, and why. */
    readonly left: readonly { readonly name: string; readonly error: unknown }[],
    options: ErrorOptions,
  ) {
    const lines = left.map(({ name, error }) => `  ${name}: ${error instanceof Error ? error.message : String(error)}`);
    super('CLEANUP_FAILED', `what these actions made could not be removed:\n${lines.join('\n')}`, options);
  }
}
