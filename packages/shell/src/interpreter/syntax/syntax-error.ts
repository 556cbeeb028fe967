/** A syntax error in ash's words, where it was seen. */
export class SyntaxFailure {
  constructor(
    /** After `syntax error: `. */
    readonly message: string,
    /** How far the text was read. */
    readonly position: number,
    /** The text ended too early: more of it may mend it. */
    readonly incomplete: boolean,
  ) {}
}
