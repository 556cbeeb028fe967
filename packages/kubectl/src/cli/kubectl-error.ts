/** A command that cannot go on; the text is printed to stderr as it is. */
export class KubectlError extends Error {
  override readonly name = 'KubectlError';
  readonly code = 'KUBECTL_FAILED';

  constructor(
    message: string,
    readonly exitCode = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A fault in the way the command was called: `error: …`. */
export function usageError(message: string): KubectlError {
  return new KubectlError(`error: ${message}`);
}

/** A fault that ends with where the usage is told. @param path such as `kubectl taint` */
export function usageFault(path: string, message: string): KubectlError {
  return new KubectlError(`error: ${message}\nSee '${path} -h' for help and examples`);
}
