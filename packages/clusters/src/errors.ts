export type ClusterErrorCode =
  | 'CLUSTER_NOT_OURS'
  | 'CLUSTER_UNREADY'
  | 'COMMAND_FAILED'
  | 'ENGINE_UNAVAILABLE'
  | 'IMAGE_MISSING'
  | 'JOURNAL_DAMAGED'
  | 'KUBECONFIG_INVALID'
  | 'KUBECONFIG_NOT_OURS'
  | 'PORT_IN_USE'
  | 'PORT_NOT_ALLOWED'
  | 'RECORD_DAMAGED';

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
