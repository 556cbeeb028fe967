import { AwkError } from './error.ts';
import { ExpressionParser } from './expression-parser.ts';
import { tokenize } from './lexer.ts';
import type { AwkFunction, Expression, Program, Rule, Statement } from './tree.ts';

/** Parses an awk program. Throws `AwkError`. */
export function parseAwk(source: string): Program {
  return new Parser(tokenize(source)).program();
}

class Parser extends ExpressionParser {
  program(): Program {
    const begin: Statement[] = [];
    const end: Statement[] = [];
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    this.skipBreaks();
    while (this.token.kind !== 'end') {
      if (this.take('BEGIN')) begin.push(this.#block());
      else if (this.take('END')) end.push(this.#block());
      else if (this.take('function')) this.#function(functions);
      else rules.push(this.#rule());
      this.skipBreaks();
    }
    for (const { name, line } of this.calls) {
      if (!functions.has(name)) throw new AwkError('Call to undefined function', line);
    }
    return { begin, end, rules, functions };
  }

  #function(functions: Map<string, AwkFunction>): void {
    const name = this.next().text;
    const parameters: string[] = [];
    this.expect('(');
    while (!this.take(')')) {
      parameters.push(this.next().text);
      this.take(',');
      this.skipNewlines();
    }
    this.skipNewlines();
    functions.set(name, { parameters, body: this.#block() });
  }

  #rule(): Rule {
    const patterns: Expression[] = [];
    if (!this.is('{')) {
      patterns.push(this.expression());
      if (this.take(',')) {
        this.skipNewlines();
        patterns.push(this.expression());
      }
    }
    return this.is('{') ? { patterns, body: this.#block() } : { patterns };
  }

  #block(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    this.skipBreaks();
    while (!this.take('}')) {
      if (this.token.kind === 'end') throw this.unexpected();
      body.push(this.#statement());
      this.skipBreaks();
    }
    return { type: 'block', body };
  }

  #statement(): Statement {
    if (this.is('{')) return this.#block();
    if (this.take('if')) return this.#if();
    if (this.take('while')) {
      const test = this.#parenthesized();
      if (this.take(';')) return { type: 'while', test, body: { type: 'block', body: [] }, first: false };
      return { type: 'while', test, body: this.#body(), first: false };
    }
    if (this.take('do')) {
      const body = this.#body();
      this.skipBreaks();
      if (!this.take('while')) throw this.unexpected();
      return { type: 'while', test: this.#parenthesized(), body, first: true };
    }
    if (this.take('for')) return this.#for();
    const statement = this.#simple();
    this.#endStatement();
    return statement;
  }

  #endStatement(): void {
    if (this.token.kind === 'newline' || this.is(';')) this.next();
    else if (!this.is('}') && this.token.kind !== 'end') throw this.unexpected();
  }

  #body(): Statement {
    this.skipNewlines();
    if (this.take(';')) return { type: 'block', body: [] };
    return this.#statement();
  }

  #parenthesized(): Expression {
    this.expect('(');
    const value = this.expression();
    this.expect(')');
    return value;
  }

  #if(): Statement {
    const test = this.#parenthesized();
    const then = this.#body();
    const back = this.at;
    this.skipBreaks();
    if (this.take('else')) return { type: 'if', test, then, otherwise: this.#body() };
    this.at = back;
    return { type: 'if', test, then };
  }

  #for(): Statement {
    this.expect('(');
    const [name, word, array, close] = [0, 1, 2, 3].map((ahead) => this.peek(ahead));
    if (name?.kind === 'name' && word?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      this.at += 4;
      return { type: 'forIn', name: name.text, array: array.text, body: this.#body() };
    }
    const start = this.is(';') ? undefined : this.#simple();
    this.expect(';');
    this.skipNewlines();
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.skipNewlines();
    const step = this.is(')') ? undefined : this.#simple();
    this.expect(')');
    const body = this.#body();
    return { type: 'for', ...(start && { start }), ...(test && { test }), ...(step && { step }), body };
  }

  #simple(): Statement {
    const { kind, text } = this.token;
    if (kind !== 'keyword') return { type: 'expression', value: this.expression() };
    switch (text) {
      case 'print':
      case 'printf':
        return this.#print(text === 'printf');
      case 'break':
      case 'continue':
      case 'next':
      case 'nextfile':
        this.next();
        return { type: text };
      case 'exit':
      case 'return': {
        this.next();
        return this.endsStatement() ? { type: text } : { type: text, value: this.expression() };
      }
      case 'delete':
        return this.#delete();
    }
    return { type: 'expression', value: this.expression() };
  }

  #delete(): Statement {
    this.next();
    const array = this.next().text;
    if (!this.take('[')) return { type: 'delete', array };
    const subscripts = this.list(']');
    return { type: 'delete', array, subscripts };
  }

  #print(formatted: boolean): Statement {
    this.next();
    const args = this.printArguments();
    const operator = this.token.text;
    if (this.token.kind === 'operator' && (operator === '>' || operator === '>>' || operator === '|')) {
      this.next();
      const target = this.expression();
      while (this.take(',')) this.expression();
      return { type: 'print', formatted, args, to: { operator, target } };
    }
    return { type: 'print', formatted, args };
  }
}
