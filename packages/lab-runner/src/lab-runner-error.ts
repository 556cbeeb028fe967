/** What went wrong, for code that has to branch on it. */
export type LabRunnerErrorCode =
  /** Somebody else's namespace has the name that the lab needs. */
  | 'NAMESPACE_TAKEN'
  /** The API refused a start manifest. */
  | 'MANIFEST_REFUSED'
  /** The start state was not reached in time. */
  | 'SET_UP_TIMED_OUT'
  /** There is no such question, or the answer is none of its choices. */
  | 'ANSWER_REFUSED'
  /** A step of an attempt did not do what it must. */
  | 'ATTEMPT_FAILED'
  /** A word of the prompt was given something that it cannot use. */
  | 'WORD_MISUSED';

/** A lab could not be set up or played on. The message says what is, `next` what to do. */
export class LabRunnerError extends Error {
  override readonly name = 'LabRunnerError';

  constructor(
    readonly code: LabRunnerErrorCode,
    message: string,
    options: ErrorOptions & { readonly next?: string } = {},
  ) {
    super(message, options);
    this.next = options.next;
  }

  readonly next: string | undefined;
}
