import { type Token, tokenize } from './bc-lexer.ts';
import { CalculationError } from './decimal.ts';

/** Where a parser is in a program of bc. */
export class BcCursor {
  readonly tokens: readonly Token[];
  at = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
    this.tokens = tokenize(source);
  }

  peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? { kind: 'end', text: '', position: this.#source.length };
  }

  take(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  takes(text: string): boolean {
    const token = this.peek();
    if (token.kind === 'string' || token.kind === 'end' || token.text !== text) return false;
    this.at += 1;
    return true;
  }

  need(text: string, what: string): void {
    if (!this.takes(text)) throw this.bad(what);
  }

  skipNewlines(): void {
    while (this.takes('\n')) continue;
  }

  bad(what: string): CalculationError {
    const rest = this.#source.slice(this.peek().position).split('\n')[0] ?? '';
    return new CalculationError(`bad ${what} at '${rest}'`);
  }
}
