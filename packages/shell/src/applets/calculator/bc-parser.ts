import type { Coroutine } from '../../process/process.ts';
import { BcCursor } from './bc-cursor.ts';
import { BcExpressions } from './bc-expressions.ts';
import type { BcMachine, Expression, Parameter, Statement } from './bc-machine.ts';
import { compare, formatDecimal, zero } from './decimal.ts';

const limits = [
  'BC_BASE_MAX     = 999',
  'BC_DIM_MAX      = 2147483647',
  'BC_SCALE_MAX    = 4294967295',
  'BC_STRING_MAX   = 4294967294',
  'MAX Exponent    = 999999999',
  'Number of vars  = 999999999',
  '',
].join('\n');

/** Reads statements of bc one after the other, so that each runs before what comes after it is looked at. */
export class BcParser {
  readonly #cursor: BcCursor;
  readonly #expressions: BcExpressions;
  #depth = 0;

  constructor(source: string) {
    this.#cursor = new BcCursor(source);
    this.#expressions = new BcExpressions(this.#cursor);
  }

  /** The next statement of the program; undefined at its end. Definitions of functions go to `machine`. */
  next(machine: BcMachine): Statement | undefined {
    while (this.#cursor.takes('\n') || this.#cursor.takes(';')) continue;
    if (this.#cursor.peek().kind === 'end') return undefined;
    if (this.#cursor.peek().text === 'define') {
      this.#define(machine);
      return this.next(machine);
    }
    const statement = this.#statement();
    this.#terminator();
    return statement;
  }

  #terminator(): void {
    const { kind, text } = this.#cursor.peek();
    if (kind === 'end' || kind === 'newline' || text === ';' || (this.#depth > 0 && text === '}')) return;
    const isOperand = kind === 'number' || kind === 'name' || kind === 'keyword' || text === '(';
    throw this.#cursor.bad(isOperand && !this.#isAfterBlock() ? 'expression' : 'statement terminator');
  }

  #isAfterBlock(): boolean {
    return this.#cursor.peek(-1).text === '}';
  }

  #define(machine: BcMachine): void {
    this.#cursor.take();
    const { kind, text: name } = this.#cursor.take();
    if (kind !== 'name') throw this.#cursor.bad('function definition');
    this.#cursor.need('(', 'function definition');
    const parameters = this.#cursor.takes(')') ? [] : this.#names(')');
    this.#cursor.skipNewlines();
    this.#cursor.need('{', 'function definition');
    this.#cursor.skipNewlines();
    const locals = this.#cursor.takes('auto') ? this.#names() : [];
    const body = this.#block();
    machine.functions.set(name, { parameters, locals, body });
    this.#terminator();
  }

  #names(closer?: string): Parameter[] {
    const names: Parameter[] = [];
    do {
      const { kind, text: name } = this.#cursor.take();
      if (kind !== 'name') throw this.#cursor.bad('function definition');
      const isArray = this.#cursor.takes('[');
      if (isArray) this.#cursor.need(']', 'function definition');
      names.push({ name, isArray });
    } while (this.#cursor.takes(','));
    if (closer !== undefined) this.#cursor.need(closer, 'function definition');
    return names;
  }

  /** Statements up to `}`, which has an opening one before it. */
  #block(): Statement {
    const statements: Statement[] = [];
    this.#depth += 1;
    for (;;) {
      while (this.#cursor.takes('\n') || this.#cursor.takes(';')) continue;
      if (this.#cursor.takes('}')) break;
      if (this.#cursor.peek().kind === 'end') throw this.#cursor.bad('expression');
      statements.push(this.#statement());
      this.#terminator();
    }
    this.#depth -= 1;
    return function* (machine) {
      for (const statement of statements) {
        const ended = yield* statement(machine);
        if (ended) return ended;
      }
      return undefined;
    };
  }

  #statement(): Statement {
    const { kind, text } = this.#cursor.peek();
    if (kind === 'string') {
      this.#cursor.take();
      return function* (machine) {
        machine.context.print(text);
        return undefined;
      };
    }
    if (this.#cursor.takes('{')) return this.#block();
    if (kind !== 'keyword') return this.#expressionStatement();
    switch (text) {
      case 'if':
        return this.#if();
      case 'while':
        return this.#while();
      case 'for':
        return this.#for();
      case 'print':
        return this.#print();
      case 'break':
      case 'continue':
        this.#cursor.take();
        return function* () {
          return text;
        };
      case 'quit':
      case 'halt':
        this.#cursor.take();
        return function* () {
          return 'quit';
        };
      case 'return':
        return this.#return();
      case 'limits':
        this.#cursor.take();
        return function* (machine) {
          machine.context.print(limits);
          return undefined;
        };
      default:
        return this.#expressionStatement();
    }
  }

  #expressionStatement(): Statement {
    const from = this.#cursor.at;
    const value = this.#expressions.expression();
    const isAssignment = this.#expressions.isAssignment(from);
    return function* (machine) {
      const result = yield* value(machine);
      if (!isAssignment) machine.print(result);
      return undefined;
    };
  }

  #if(): Statement {
    this.#cursor.take();
    const test = this.#expressions.parenthesised();
    this.#cursor.skipNewlines();
    const then = this.#statement();
    const before = this.#cursor.at;
    this.#cursor.skipNewlines();
    const otherwise = this.#cursor.takes('else') ? (this.#cursor.skipNewlines(), this.#statement()) : undefined;
    if (!otherwise) this.#cursor.at = before;
    return function* (machine) {
      if (compare(yield* test(machine), zero) !== 0) return yield* then(machine);
      return otherwise && (yield* otherwise(machine));
    };
  }

  #while(): Statement {
    this.#cursor.take();
    const test = this.#expressions.parenthesised();
    this.#cursor.skipNewlines();
    return loop(test, this.#statement());
  }

  #for(): Statement {
    this.#cursor.take();
    this.#cursor.need('(', 'for');
    const start = this.#cursor.takes(';') ? undefined : this.#expressions.expression();
    if (start) this.#cursor.need(';', 'for');
    const test = this.#cursor.takes(';') ? undefined : this.#expressions.expression();
    if (test) this.#cursor.need(';', 'for');
    const step = this.#cursor.takes(')') ? undefined : this.#expressions.expression();
    if (step) this.#cursor.need(')', 'for');
    this.#cursor.skipNewlines();
    const repeated = loop(test, this.#statement(), step);
    return function* (machine) {
      if (start) yield* start(machine);
      return yield* repeated(machine);
    };
  }

  #print(): Statement {
    this.#cursor.take();
    const parts: ((machine: BcMachine) => Coroutine<void>)[] = [];
    do {
      const token = this.#cursor.peek();
      if (token.kind === 'string') {
        this.#cursor.take();
        parts.push(function* (machine) {
          machine.context.print(unescape(token.text));
        });
        continue;
      }
      const value = this.#expressions.expression();
      parts.push(function* (machine) {
        const result = yield* value(machine);
        machine.context.print(formatDecimal(result, machine.outputBase));
        machine.last = result;
      });
    } while (this.#cursor.takes(','));
    return function* (machine) {
      for (const part of parts) yield* part(machine);
      return undefined;
    };
  }

  #return(): Statement {
    this.#cursor.take();
    const { kind, text } = this.#cursor.peek();
    const value =
      kind === 'end' || kind === 'newline' || text === ';' || text === '}' ? undefined : this.#expressions.expression();
    return function* (machine) {
      machine.result = value ? yield* value(machine) : zero;
      return 'return';
    };
  }
}

function loop(test: Expression | undefined, body: Statement, step?: Expression): Statement {
  return function* (machine) {
    while (!test || compare(yield* test(machine), zero) !== 0) {
      const ended = yield* body(machine);
      if (ended === 'break') break;
      if (ended === 'return' || ended === 'quit') return ended;
      if (step) yield* step(machine);
      machine.context.charge(10);
      if (machine.context.isOutputFull) yield* machine.context.flush();
      yield* machine.context.breathe();
    }
    return undefined;
  };
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  q: '"',
  r: '\r',
  t: '\t',
  e: '\\',
  '\\': '\\',
};

function unescape(text: string): string {
  return text.replace(/\\([^])/g, (all, letter: string) => escapes[letter] ?? all);
}
