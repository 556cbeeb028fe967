import { Grammar } from './grammar.ts';
import { SyntaxFailure } from './syntax-error.ts';

/** What ash says of a script when it reads it. */
export interface SyntaxReport {
  /** The first error; `start` is where the command that holds it begins: what is before it runs. */
  readonly error: SyntaxFailure | undefined;
  readonly start: number;
  /** The text ended inside a construct: more of it may complete it. */
  readonly incomplete: boolean;
  /** Texts to put into the script, which other parsers then read as ash does. They hold no newline. */
  readonly insertions: readonly { readonly position: number; readonly text: string }[];
}

/** Reads a script as ash's parser does, command line by command line. */
export function checkSyntax(source: string): SyntaxReport {
  const grammar = new Grammar(source);
  let start = 0;
  try {
    while (!grammar.isAtEnd) {
      start = grammar.position;
      grammar.line();
    }
    return { error: undefined, start, incomplete: grammar.lacksEndOfHereDocument, insertions: grammar.insertions };
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    const insertions = grammar.insertions.filter(({ position }) => position < start);
    return { error, start, incomplete: error.incomplete, insertions };
  }
}
