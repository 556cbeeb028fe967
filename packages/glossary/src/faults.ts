/** One thing wrong in a term file. */
export interface TermFault {
  /** Path as it was given to the loader, such as `docs/glossary/sidecar.md`. */
  readonly file: string;
  /** From 1; undefined when the fault is about the file as a whole. */
  readonly line: number | undefined;
  readonly message: string;
}

/** `docs/glossary/pod.md:3: message`, as editors and terminals make it a link. */
export function formatTermFault({ file, line, message }: TermFault): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`;
}

/** The glossary could not be loaded; `faults` holds everything that is wrong, in the order of the files. */
export class GlossaryError extends Error {
  override readonly name = 'GlossaryError';
  readonly code = 'GLOSSARY_INVALID';

  constructor(readonly faults: readonly TermFault[]) {
    super(faults.map(formatTermFault).join('\n'));
  }
}
