/** One thing wrong in a file of a lab. */
export interface LabFault {
  /** Path from the folder of labs, such as `replaced-not-restarted/lab.yaml`. */
  readonly file: string;
  /** From 1; undefined when the fault is about the file as a whole. */
  readonly line: number | undefined;
  /** From 1; undefined when the fault is about the file as a whole. */
  readonly column: number | undefined;
  readonly message: string;
}

/** `labs/x/lab.yaml:12:5: message`, as editors and terminals make it a link. */
export function formatFault(fault: LabFault): string {
  const place = fault.line === undefined ? '' : `:${fault.line}:${fault.column ?? 1}`;
  return `labs/${fault.file}${place}: ${fault.message}`;
}

/** A lab could not be loaded; `faults` holds everything that is wrong with it, in the order of the files. */
export class LabFileError extends Error {
  override readonly name = 'LabFileError';
  readonly code = 'LAB_INVALID';

  constructor(
    readonly labId: string,
    readonly faults: readonly LabFault[],
  ) {
    super(faults.map(formatFault).join('\n'));
  }
}
