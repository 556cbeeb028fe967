import { SyntaxFailure } from './syntax-error.ts';

/** Ends a word outside quotes. A carriage return does not: lines that end with one fail as they do in ash. */
const endsWord = /[ \t\n;&|()<>]/;

/** Goes over the words of a script as ash's reader does, to find where they end. */
export class WordScanner {
  readonly source: string;
  position = 0;
  /** Reads the commands of `$(...)` up to its closing parenthesis. */
  readonly #commands: (scanner: WordScanner) => void;

  constructor(source: string, commands: (scanner: WordScanner) => void) {
    this.source = source;
    this.#commands = commands;
  }

  get char(): string {
    return this.source[this.position] ?? '';
  }

  get isAtEnd(): boolean {
    return this.position >= this.source.length;
  }

  /** Goes over one word. @returns whether a part of it was quoted */
  word(): boolean {
    let quoted = false;
    while (!this.isAtEnd) {
      const { char } = this;
      if ((char === '<' || char === '>') && this.source[this.position + 1] === '(') {
        this.position += 2;
        this.#commands(this);
      } else if (endsWord.test(char)) break;
      else if (this.#unit('base')) quoted = true;
    }
    return quoted;
  }

  /** Goes over a here-document's text, in which quotes are ordinary characters. */
  hereDocument(): void {
    while (!this.isAtEnd) {
      if (this.char === '"') this.position += 1;
      else this.#unit('double');
    }
  }

  /** One character, or a quoted part or expansion that begins here. @returns whether it quotes */
  #unit(mode: 'base' | 'double'): boolean {
    const { char } = this;
    this.position += 1;
    if (char === '\\') {
      this.position = Math.min(this.position + 1, this.source.length);
      return true;
    }
    if (char === "'" && mode === 'base') {
      this.#singleQuoted();
      return true;
    }
    if (char === '"') {
      this.#doubleQuoted();
      return true;
    }
    if (char === '`') this.#backquoted(mode);
    if (char === '$') this.#dollar(mode);
    return false;
  }

  #singleQuoted(): void {
    const end = this.source.indexOf("'", this.position);
    if (end < 0) throw this.#unterminated('unterminated quoted string');
    this.position = end + 1;
  }

  #doubleQuoted(): void {
    for (;;) {
      if (this.isAtEnd) throw this.#unterminated('unterminated quoted string');
      if (this.char === '"') break;
      this.#unit('double');
    }
    this.position += 1;
  }

  /** `$'...'`, in which a backslash keeps a quote from ending it. */
  #dollarQuoted(): void {
    for (; ; this.position += 1) {
      if (this.isAtEnd) throw this.#unterminated('unterminated quoted string');
      if (this.char === "'") break;
      if (this.char === '\\') this.position += 1;
    }
    this.position += 1;
  }

  #dollar(mode: 'base' | 'double'): void {
    if (this.char === "'" && mode === 'base') {
      this.position += 1;
      this.#dollarQuoted();
    } else if (this.source.startsWith('((', this.position)) {
      this.position += 2;
      this.#arithmetic();
    } else if (this.char === '(') {
      this.position += 1;
      this.#commands(this);
    } else if (this.char === '{') {
      this.position += 1;
      this.#parameter(mode);
    }
  }

  #arithmetic(): void {
    let depth = 0;
    for (;;) {
      if (this.isAtEnd) throw this.#unterminated("missing '))'");
      const { char } = this;
      if (char === '(') depth += 1;
      else if (char === ')' && depth > 0) depth -= 1;
      else if (char === ')' && this.source[this.position + 1] === ')') break;
      if (char === '"' || char === "'") this.position += 1;
      else this.#unit('double');
    }
    this.position += 2;
  }

  /** What comes after `${`. */
  #parameter(mode: 'base' | 'double'): void {
    const head = /(?:#?(?:\w+|[-!#$*?@](?=[^}]|$)|[-!#$*?@](?=})))?(:?[-+?=]|:|%%?|##?|\/\/?)?/y;
    head.lastIndex = this.position;
    const operator = head.exec(this.source)?.[1] ?? '';
    this.position = head.lastIndex;
    // `${x:}`: the brace counts as the operator after the colon, and another one must close.
    if (operator === ':' && this.char === '}') this.position += 1;
    const inner = /^[%#/]/.test(operator) ? 'base' : mode;
    for (;;) {
      if (this.isAtEnd) throw this.#unterminated(mode === 'double' ? 'unterminated quoted string' : "missing '}'");
      if (this.char === '}') break;
      this.#unit(inner);
    }
    this.position += 1;
  }

  /** The text of backquotes is read again, with some backslashes taken out. */
  #backquoted(mode: 'base' | 'double'): void {
    let text = '';
    for (; ; this.position += 1) {
      if (this.isAtEnd) throw this.#unterminated('EOF in backquote substitution');
      const { char } = this;
      if (char === '`') break;
      if (char !== '\\') {
        text += char;
        continue;
      }
      this.position += 1;
      if (!/[\\`$]/.test(this.char) && !(mode === 'double' && this.char === '"')) text += '\\';
      text += this.char;
    }
    this.position += 1;
    try {
      const inner = new WordScanner(text, this.#commands);
      this.#commands(inner);
    } catch (error) {
      if (!(error instanceof SyntaxFailure)) throw error;
      // Inside backquotes the end of the text ends the list of commands.
      if (error.message !== 'unexpected end of file (expecting ")")') {
        throw new SyntaxFailure(error.message, this.position, false);
      }
    }
  }

  #unterminated(message: string): SyntaxFailure {
    return new SyntaxFailure(message, this.source.length, true);
  }
}
