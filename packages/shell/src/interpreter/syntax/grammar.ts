import { SyntaxFailure } from './syntax-error.ts';
import { WordScanner } from './word-scanner.ts';

/** Words that mean something where a command may begin. */
const keywords = new Set('! case do done elif else esac fi for function if in then until while { }'.split(' '));
/** What ends a list of commands inside another construct. */
const listEnds = new Set(['eof', ')', ';;', 'do', 'done', 'elif', 'else', 'esac', 'fi', 'then', '}']);
/** How messages name what is no operator or keyword. */
const named: Readonly<Record<string, string>> = {
  eof: 'end of file',
  newline: 'newline',
  redirection: 'redirection',
  word: 'word',
};
const functionBodies = new Set(['{', 'if', 'case', 'until', 'while', 'for']);

interface Expect {
  /** Newlines are passed over. */
  readonly newlines?: boolean;
  /** A word that is a keyword is one. */
  readonly keywords?: boolean;
}

const commandStart: Expect = { newlines: true, keywords: true };

interface HereDocument {
  readonly mark: string;
  readonly quoted: boolean;
  readonly stripsTabs: boolean;
}

/**
 * ash's grammar, as far as it takes to say what is wrong with a script and where. It makes no tree.
 * @see shell/ash.c of busybox 1.37 (list, andor, pipeline, simplecmd, parse_command)
 */
export class Grammar {
  /** Set when the text ended before the mark of a here-document. */
  lacksEndOfHereDocument = false;
  readonly insertions: { position: number; text: string }[] = [];
  readonly #scanner: WordScanner;
  /** The last token: an operator, a keyword, or `word`, `redirection`, `newline`, `eof`. */
  #token = '';
  #text = '';
  #quoted = false;
  #start = 0;
  #pushedBack = false;
  #expect: Expect = {};
  #hereDocuments: HereDocument[] = [];

  constructor(source: string, scanner?: WordScanner) {
    this.#scanner = scanner ?? new WordScanner(source, (inner) => this.#substitution(inner));
  }

  get position(): number {
    return this.#scanner.position;
  }

  get isAtEnd(): boolean {
    return this.#scanner.isAtEnd;
  }

  /** One line of commands, with the lines that belong to it. */
  line(): void {
    this.#pushedBack = false;
    for (;;) {
      this.#expect = { keywords: true };
      const token = this.#read();
      if (token === 'newline' || token === 'eof') return;
      this.#pushedBack = true;
      this.#andOr();
      const after = this.#read();
      if (after === 'eof') return;
      if (after === 'newline') {
        this.#pushedBack = true;
        continue;
      }
      if (after !== '&' && after !== ';') throw this.#unexpected();
    }
  }

  /** @param isOptional whether there may be no command at all */
  #list(isOptional = false): void {
    for (let mayEnd = isOptional; ; mayEnd = true) {
      this.#expect = commandStart;
      const token = this.#read();
      this.#pushedBack = true;
      if (token === 'eof' || (mayEnd && listEnds.has(token))) return;
      this.#andOr();
      const after = this.#read();
      if (after === '&' || after === ';') continue;
      this.#pushedBack = true;
      if (after !== 'newline') return;
    }
  }

  /** The commands of `$(...)`, read on from a scanner that stands after the opening parenthesis. */
  #substitution(scanner: WordScanner): void {
    const inner = new Grammar(scanner.source, scanner);
    inner.#list(true);
    if (inner.#read() !== ')') throw inner.#unexpected(')');
    if (scanner.source === this.#scanner.source) this.insertions.push(...inner.insertions);
  }

  #andOr(): void {
    this.#pipeline();
    while (this.#isNext('&&') || this.#isNext('||')) {
      this.#expect = commandStart;
      this.#pipeline();
    }
  }

  #pipeline(): void {
    if (this.#isNext('!')) this.#expect = { keywords: true };
    this.#command();
    while (this.#isNext('|')) {
      this.#expect = commandStart;
      this.#command();
    }
  }

  #command(): void {
    switch (this.#read()) {
      case 'if':
        this.#if();
        break;
      case 'while':
      case 'until':
        this.#list();
        this.#need('do');
        this.#list();
        this.#need('done');
        break;
      case 'for':
        this.#for();
        break;
      case 'case':
        this.#case();
        break;
      case '(':
        this.#list();
        this.#need(')');
        break;
      case '{':
        this.#list();
        this.#need('}');
        break;
      case 'function':
      case 'word':
      case 'redirection':
        this.#pushedBack = true;
        this.#simple();
        return;
      default:
        throw this.#unexpected();
    }
    this.#expect = { keywords: true };
    while (this.#isNext('redirection')) this.#target();
  }

  #if(): void {
    do {
      this.#list();
      this.#need('then');
      this.#list();
    } while (this.#isNext('elif'));
    if (this.#isNext('else')) this.#list();
    this.#need('fi');
  }

  #for(): void {
    if (this.#read() !== 'word' || this.#quoted || !/^[A-Za-z_]\w*$/.test(this.#text)) {
      throw this.#failure('bad for loop variable');
    }
    this.#expect = commandStart;
    if (this.#isNext('in')) {
      while (this.#isNext('word')) continue;
      const end = this.#read();
      if (end !== 'newline' && end !== ';') throw this.#unexpected();
    } else this.#isNext(';');
    this.#expect = commandStart;
    this.#need('do');
    this.#list();
    this.#need('done');
  }

  #case(): void {
    this.#need('word');
    this.#expect = commandStart;
    this.#need('in');
    for (;;) {
      this.#expect = commandStart;
      if (this.#read() === 'esac') return;
      if (this.#token === '(') this.#read();
      while (this.#read() === '|') this.#read();
      if (this.#token !== ')') throw this.#unexpected(')');
      this.#list(true);
      this.#expect = commandStart;
      const end = this.#read();
      if (end === 'esac') return;
      if (end !== ';;') throw this.#unexpected(';;');
    }
  }

  #simple(): void {
    let hasAssignments = false;
    let hasRedirections = false;
    let words = 0;
    let brackets: number | undefined;
    for (;;) {
      const token = this.#read();
      if (token === 'function') {
        this.#functionKeyword();
        return;
      }
      if (token === 'redirection') {
        hasRedirections = true;
        this.#target();
      } else if (token === 'word') {
        if (words === 0 && /^[A-Za-z_]\w*=/.test(this.#text)) hasAssignments = true;
        else words += 1;
        if (words === 1 && this.#text === '[[') brackets ??= this.#start;
        if (this.#text === ']]') brackets = undefined;
      } else if (token === '(' && words === 1 && !hasAssignments && !hasRedirections) {
        this.#need(')');
        this.#functionBody();
        return;
      } else if (brackets === undefined || (token !== '&&' && token !== '||')) break;
    }
    // `[[` that nothing closes is a command like any other.
    if (brackets !== undefined) this.insertions.push({ position: brackets, text: '\\' });
    this.#pushedBack = true;
  }

  #functionKeyword(): void {
    if (this.#read() !== 'word') throw this.#unexpected('word');
    this.#expect = commandStart;
    const token = this.#read();
    if (token === '(') this.#need(')');
    else this.#pushedBack = true;
    if (token !== '(' && !functionBodies.has(token) && this.#text !== '[[') throw this.#unexpected();
    this.#functionBody();
  }

  #functionBody(): void {
    this.#expect = commandStart;
    const isSimple = ['word', 'redirection'].includes(this.#read());
    const from = this.#start;
    this.#pushedBack = true;
    this.#command();
    if (!isSimple) return;
    const end = this.#pushedBack ? this.#start : this.position;
    this.insertions.push({ position: from, text: '{ ' }, { position: end, text: ';}' });
  }

  /** What a redirection names. */
  #target(): void {
    const operator = this.#text;
    if (this.#read() !== 'word') throw this.#unexpected();
    if (!operator.startsWith('<<')) return;
    const quoted = /[\\'"]/.test(this.#text);
    const mark = this.#text.replace(/\\([^])|['"]/g, '$1');
    this.#hereDocuments.push({ mark, quoted, stripsTabs: operator === '<<-' });
  }

  #isNext(token: string): boolean {
    if (this.#read() === token) return true;
    this.#pushedBack = true;
    return false;
  }

  #need(token: string): void {
    if (this.#read() !== token) throw this.#unexpected(token);
  }

  /** The next token; what is expected counts for this one only. */
  #read(): string {
    const expect = this.#expect;
    this.#expect = {};
    if (this.#pushedBack) this.#pushedBack = false;
    else this.#scan();
    while (expect.newlines && this.#token === 'newline') this.#scan();
    if (expect.keywords && this.#token === 'word' && !this.#quoted && keywords.has(this.#text))
      this.#token = this.#text;
    return this.#token;
  }

  #scan(): void {
    const scanner = this.#scanner;
    const gap = /(?:[ \t]|\\\n)*(?:#[^\n]*)?/y;
    gap.lastIndex = scanner.position;
    gap.exec(scanner.source);
    scanner.position = gap.lastIndex;
    this.#start = scanner.position;
    this.#quoted = false;
    this.#text = '';
    if (scanner.isAtEnd) {
      this.#token = 'eof';
      this.#passHereDocuments();
      return;
    }
    if (this.#operator()) return;
    this.#quoted = scanner.word();
    this.#text = scanner.source.slice(this.#start, scanner.position).replaceAll('\\\n', '');
    this.#token = 'word';
    if (/^\d+$/.test(this.#text) && /[<>]/.test(scanner.char)) this.#operator();
  }

  #operator(): boolean {
    const scanner = this.#scanner;
    const pattern = /\n|;;|;|&>|&&|&|\|\||\||[()]|<<-|<<|<&|<>|<(?!\()|>>|>\||>&|>(?!\()/y;
    pattern.lastIndex = scanner.position;
    const operator = pattern.exec(scanner.source)?.[0];
    if (operator === undefined) return false;
    scanner.position += operator.length;
    this.#text = operator;
    if (operator === '\n') {
      this.#token = 'newline';
      this.#passHereDocuments();
    } else this.#token = /[<>]/.test(operator) ? 'redirection' : operator;
    return true;
  }

  #passHereDocuments(): void {
    const scanner = this.#scanner;
    const waiting = this.#hereDocuments;
    this.#hereDocuments = [];
    for (const { mark, quoted, stripsTabs } of waiting) {
      let text = '';
      let isComplete = false;
      while (!scanner.isAtEnd) {
        const end = scanner.source.indexOf('\n', scanner.position);
        const line = scanner.source.slice(scanner.position, end < 0 ? undefined : end);
        scanner.position = end < 0 ? scanner.source.length : end + 1;
        isComplete = (stripsTabs ? line.replace(/^\t+/, '') : line) === mark;
        if (isComplete) break;
        text += `${line}\n`;
      }
      if (!isComplete) this.lacksEndOfHereDocument = true;
      if (!quoted) new WordScanner(text, (inner) => this.#substitution(inner)).hereDocument();
    }
  }

  #unexpected(expecting?: string): SyntaxFailure {
    const quote = (token: string) => named[token] ?? `"${token}"`;
    const tail = expecting === undefined ? '' : ` (expecting ${quote(expecting)})`;
    return this.#failure(`unexpected ${quote(this.#token)}${tail}`);
  }

  #failure(message: string): SyntaxFailure {
    return new SyntaxFailure(message, this.#scanner.position, this.#token === 'eof');
  }
}
