/** A pattern that is not one; `message` is the C library's. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  /** The pattern itself. */
  pattern = '';
}
