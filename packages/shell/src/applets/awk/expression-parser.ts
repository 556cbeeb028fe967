import { AwkError } from './error.ts';
import type { Token } from './lexer.ts';
import type { Expression, LeftValue } from './tree.ts';

const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
const comparisons = new Set(['<', '<=', '==', '!=', '>', '>=']);

/** Parses the expressions of an awk program, by precedence. */
export class ExpressionParser {
  readonly #tokens: readonly Token[];
  protected at = 0;
  /** Functions that are called, to see later that they exist. */
  protected readonly calls: { readonly name: string; readonly line: number }[] = [];
  /** In the arguments of `print`, `>` is where the output goes. */
  #inPrint = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  protected peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.at + ahead, this.#tokens.length - 1)] as Token;
  }

  protected get token(): Token {
    return this.peek();
  }

  protected next(): Token {
    const { token } = this;
    this.at += 1;
    return token;
  }

  protected is(text: string): boolean {
    const { kind, text: found } = this.token;
    return (kind === 'operator' || kind === 'keyword') && found === text;
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  protected expect(text: string): void {
    if (!this.take(text)) throw this.unexpected();
  }

  protected unexpected(): AwkError {
    return new AwkError('Unexpected token', this.token.line);
  }

  protected skipNewlines(): void {
    while (this.token.kind === 'newline') this.at += 1;
  }

  protected skipBreaks(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.at += 1;
  }

  protected endsStatement(): boolean {
    return this.token.kind === 'newline' || this.token.kind === 'end' || this.is(';') || this.is('}');
  }

  /** Expressions up to a closing token, which is taken. */
  protected list(close: string): Expression[] {
    const items: Expression[] = [];
    const before = this.#inPrint;
    this.#inPrint = false;
    this.skipNewlines();
    while (!this.take(close)) {
      items.push(this.expression());
      this.skipNewlines();
      if (!this.is(close)) this.expect(',');
      this.skipNewlines();
    }
    this.#inPrint = before;
    return items;
  }

  /** The arguments of `print` and `printf`, with or without parentheses around all of them. */
  protected printArguments(): Expression[] {
    const args: Expression[] = [];
    if (this.endsStatement() || this.is('>') || this.is('>>') || this.is('|')) return args;
    this.#inPrint = true;
    for (;;) {
      args.push(this.expression());
      if (!this.take(',')) break;
      this.skipNewlines();
    }
    this.#inPrint = false;
    const [only] = args;
    return args.length === 1 && only?.type === 'group' ? [...only.parts] : args;
  }

  expression(): Expression {
    const left = this.#ternary();
    const { text, kind } = this.token;
    if (kind !== 'operator' || !assignments.has(text)) return left;
    const target = toLeftValue(left);
    if (!target) throw this.unexpected();
    this.next();
    this.skipNewlines();
    return { type: 'assign', operator: text.slice(0, -1), left: target, right: this.expression() };
  }

  #ternary(): Expression {
    const test = this.#or();
    if (!this.take('?')) return test;
    this.skipNewlines();
    const yes = this.expression();
    this.skipNewlines();
    this.expect(':');
    this.skipNewlines();
    return { type: 'condition', test, yes, no: this.expression() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.take('||')) {
      this.skipNewlines();
      left = { type: 'or', left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#in();
    while (this.take('&&')) {
      this.skipNewlines();
      left = { type: 'and', left, right: this.#in() };
    }
    return left;
  }

  #in(): Expression {
    let left = this.#match();
    while (this.take('in')) {
      const subscripts = left.type === 'group' ? left.parts : [left];
      left = { type: 'in', subscripts, array: this.next().text };
    }
    return left;
  }

  #match(): Expression {
    let left = this.#comparison();
    while (this.is('~') || this.is('!~')) {
      const negated = this.next().text === '!~';
      left = { type: 'match', negated, left, right: this.#comparison() };
    }
    return left;
  }

  #comparison(): Expression {
    let left = this.concatenation();
    for (;;) {
      const { text, kind } = this.token;
      if (kind === 'operator' && comparisons.has(text) && !(this.#inPrint && text === '>')) {
        this.next();
        const right = this.concatenation();
        left = { type: 'binary', operator: text, left, right };
        if (right.type === 'binary' && comparisons.has(right.operator)) return left;
      } else if (text === '|' && this.peek(1).text === 'getline') {
        this.at += 2;
        const into = this.#optionalTarget();
        left = { type: 'getline', from: 'command', source: left, ...(into && { into }) };
      } else return left;
    }
  }

  /** Values side by side, joined. */
  concatenation(): Expression {
    let left = this.#additive();
    while (this.#startsOperand()) left = { type: 'binary', operator: ' ', left, right: this.#additive() };
    return left;
  }

  #startsOperand(): boolean {
    const { kind, text } = this.token;
    if (kind === 'number' || kind === 'string' || kind === 'name' || kind === 'call' || kind === 'builtin') return true;
    if (kind === 'regex') return true;
    if (kind === 'operator') return ['$', '(', '!', '++', '--'].includes(text);
    return false;
  }

  #additive(): Expression {
    let left = this.#multiplicative();
    while (this.is('+') || this.is('-')) {
      left = { type: 'binary', operator: this.next().text, left, right: this.#multiplicative() };
    }
    return left;
  }

  #multiplicative(): Expression {
    let left = this.#unary();
    while (this.is('*') || this.is('/') || this.is('%')) {
      left = { type: 'binary', operator: this.next().text, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    for (const operator of ['!', '-', '+'] as const) {
      if (this.take(operator)) return { type: 'unary', operator, operand: this.#unary() };
    }
    return this.#power();
  }

  #power(): Expression {
    let base = this.#postfix();
    // Grouped from the left, as in busybox: 2 ^ 3 ^ 2 is 64.
    while (this.take('^')) {
      const isSigned = this.is('-') || this.is('+') || this.is('!');
      base = { type: 'binary', operator: '^', left: base, right: isSigned ? this.#unary() : this.#postfix() };
    }
    return base;
  }

  #postfix(): Expression {
    const value = this.#primary();
    if (!this.is('++') && !this.is('--')) return value;
    const left = toLeftValue(value);
    if (!left) return value;
    return { type: 'step', by: this.next().text === '++' ? 1 : -1, before: false, left };
  }

  #primary(): Expression {
    const token = this.next();
    switch (token.kind) {
      case 'number':
        return { type: 'number', value: /^0[0-7]+$/.test(token.text) ? parseInt(token.text, 8) : Number(token.text) };
      case 'string':
        return { type: 'string', value: token.text };
      case 'regex':
        return { type: 'regex', source: token.text };
      case 'call':
        this.expect('(');
        this.calls.push({ name: token.text, line: token.line });
        return { type: 'call', name: token.text, args: this.list(')'), line: token.line };
      case 'builtin':
        return this.#builtin(token);
      case 'name':
        if (this.take('[')) return { type: 'element', array: token.text, subscripts: this.list(']') };
        return { type: 'variable', name: token.text };
      case 'keyword':
        if (token.text === 'getline') return this.#getline();
        break;
      case 'operator':
        if (token.text === '(') return { type: 'group', parts: this.list(')') };
        if (token.text === '$') return { type: 'field', index: this.#fieldIndex() };
        if (token.text === '++' || token.text === '--') {
          const left = toLeftValue(this.#primary());
          if (!left) throw this.unexpected();
          return { type: 'step', by: token.text === '++' ? 1 : -1, before: true, left };
        }
    }
    this.at -= 1;
    throw this.unexpected();
  }

  #fieldIndex(): Expression {
    if (this.take('-')) return { type: 'unary', operator: '-', operand: this.#primary() };
    return this.#primary();
  }

  #builtin(token: Token): Expression {
    const args = this.take('(') ? this.list(')') : [];
    return { type: 'builtin', name: token.text, args, line: token.line };
  }

  #getline(): Expression {
    const into = this.#optionalTarget();
    if (!this.take('<')) return { type: 'getline', from: 'main', ...(into && { into }) };
    return { type: 'getline', from: 'file', source: this.#primary(), ...(into && { into }) };
  }

  #optionalTarget(): LeftValue | undefined {
    const { kind } = this.token;
    if (kind !== 'name' && !this.is('$')) return undefined;
    return toLeftValue(this.#primary());
  }
}

function toLeftValue(value: Expression): LeftValue | undefined {
  if (value.type === 'group' && value.parts.length === 1 && value.parts[0]) return toLeftValue(value.parts[0]);
  return value.type === 'variable' || value.type === 'element' || value.type === 'field' ? value : undefined;
}
