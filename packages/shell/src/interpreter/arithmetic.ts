import type { ByteString } from '../files/bytes.ts';
import { ShellError } from './control.ts';

/** What an arithmetic expression may do with variables. */
export interface ArithmeticVariables {
  get(name: ByteString): ByteString | undefined;
  set(name: ByteString, value: ByteString): void;
}

/** A 64-bit integer: a number while it is exact as one. */
type Integer = number | bigint;
type Evaluate = (variables: ArithmeticVariables, depth: number) => Integer;

interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'end';
  readonly text: string;
}

const tokenPattern =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+(?:#[0-9a-zA-Z@_]+)?)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^~!<>=?:(),]))/y;
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);
const precedence: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 11,
};
const maximumDepth = 64;
const cacheSize = 512;
const cache = new Map<ByteString, Evaluate>();

/** Evaluates an expression after its expansions were made. Throws `ShellError` as ash words it. */
export function evaluateArithmetic(source: ByteString, variables: ArithmeticVariables): ByteString {
  return String(compile(source)(variables, 0));
}

function compile(source: ByteString): Evaluate {
  const known = cache.get(source);
  if (known) return known;
  if (cache.size >= cacheSize) cache.clear();
  const compiled = new Parser(tokenize(source)).parse();
  cache.set(source, compiled);
  return compiled;
}

function syntaxError(): ShellError {
  return new ShellError('arithmetic syntax error');
}

function tokenize(source: ByteString): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const match = tokenPattern.exec(source);
    if (!match) throw syntaxError();
    if (match[1] !== undefined) tokens.push({ kind: 'number', text: match[1] });
    else if (match[2] !== undefined) tokens.push({ kind: 'name', text: match[2] });
    else {
      const [, , , text = ''] = match;
      const isDouble = text === '++' || text === '--';
      // Two signs are one operator only beside a name: `3--3` is 3 - -3.
      if (isDouble && tokens.at(-1)?.kind !== 'name' && !/^\s*[A-Za-z_]/.test(source.slice(tokenPattern.lastIndex))) {
        tokenPattern.lastIndex -= 1;
        tokens.push({ kind: 'operator', text: text.slice(1) });
      } else tokens.push({ kind: 'operator', text });
    }
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Evaluate {
    if (this.#tokens.length === 0) return () => 0;
    const expression = this.#comma();
    if (this.#at < this.#tokens.length) throw syntaxError();
    return expression;
  }

  #peek(ahead = 0): string {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'operator' ? token.text : '';
  }

  #expect(operator: string): void {
    if (this.#peek() !== operator) throw syntaxError();
    this.#at += 1;
  }

  #comma(): Evaluate {
    let left = this.#assignment();
    while (this.#peek() === ',') {
      this.#at += 1;
      const [first, second] = [left, this.#assignment()];
      left = (variables, depth) => {
        first(variables, depth);
        return second(variables, depth);
      };
    }
    return left;
  }

  #assignment(): Evaluate {
    const token = this.#tokens[this.#at];
    const operator = this.#peek(1);
    if (token?.kind !== 'name' || !assignments.has(operator)) return this.#ternary();
    this.#at += 2;
    const value = this.#assignment();
    const name = token.text;
    const binary = operator.slice(0, -1);
    return (variables, depth) => {
      const right = value(variables, depth);
      const result = binary === '' ? right : apply(binary, variableValue(name, variables, depth), right);
      variables.set(name, String(result));
      return result;
    };
  }

  #ternary(): Evaluate {
    const condition = this.#binary(1);
    if (this.#peek() !== '?') return condition;
    this.#at += 1;
    const yes = this.#comma();
    this.#expect(':');
    const no = this.#assignment();
    return (variables, depth) => (isTrue(condition(variables, depth)) ? yes : no)(variables, depth);
  }

  #binary(lowest: number): Evaluate {
    let left = this.#unary();
    for (;;) {
      const operator = this.#peek();
      const level = precedence[operator];
      if (level === undefined || level < lowest) return left;
      this.#at += 1;
      left = combine(operator, left, this.#binary(operator === '**' ? level : level + 1));
    }
  }

  #unary(): Evaluate {
    const operator = this.#peek();
    if (operator === '++' || operator === '--') {
      const name = this.#tokens[this.#at + 1];
      if (name?.kind === 'name') {
        this.#at += 2;
        return step(name.text, operator === '++' ? 1 : -1, true);
      }
      this.#at += 1;
      return this.#unary();
    }
    if (operator === '-' || operator === '+' || operator === '!' || operator === '~') {
      this.#at += 1;
      const operand = this.#unary();
      if (operator === '+') return operand;
      if (operator === '!') return (variables, depth) => (isTrue(operand(variables, depth)) ? 0 : 1);
      if (operator === '~') return (variables, depth) => narrow(~BigInt(operand(variables, depth)));
      return (variables, depth) => apply('-', 0, operand(variables, depth));
    }
    return this.#primary();
  }

  #primary(): Evaluate {
    const token = this.#tokens[this.#at];
    if (!token) throw syntaxError();
    this.#at += 1;
    if (token.kind === 'number') {
      const value = parseInteger(token.text);
      return () => value;
    }
    if (token.kind === 'name') {
      const after = this.#peek();
      if (after === '++' || after === '--') {
        this.#at += 1;
        return step(token.text, after === '++' ? 1 : -1, false);
      }
      const name = token.text;
      return (variables, depth) => variableValue(name, variables, depth);
    }
    if (token.text !== '(') throw syntaxError();
    const inner = this.#comma();
    this.#expect(')');
    return inner;
  }
}

function combine(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  // Both sides are evaluated, as in busybox: `0 && 1 / 0` is a division by zero.
  if (operator === '&&' || operator === '||') {
    const both = operator === '&&';
    return (v, d) => {
      const first = isTrue(left(v, d));
      const second = isTrue(right(v, d));
      return (both ? first && second : first || second) ? 1 : 0;
    };
  }
  return (v, d) => apply(operator, left(v, d), right(v, d));
}

function step(name: string, by: number, before: boolean): Evaluate {
  return (variables, depth) => {
    const old = variableValue(name, variables, depth);
    const changed = apply('+', old, by);
    variables.set(name, String(changed));
    return before ? changed : old;
  };
}

/** A variable's value is an expression itself. */
function variableValue(name: string, variables: ArithmeticVariables, depth: number): Integer {
  const text = variables.get(name);
  if (text === undefined || text === '') return 0;
  const quick = Number(text);
  if (Number.isSafeInteger(quick) && /^-?(0|[1-9]\d*)$/.test(text)) return quick;
  if (depth > maximumDepth) throw new ShellError('expression recursion loop detected');
  return compile(text)(variables, depth + 1);
}

function parseInteger(text: string): Integer {
  const based = /^(\d+)#([\w@]+)$/.exec(text);
  if (based) {
    const base = Number(based[1]);
    let value = 0n;
    for (const char of base <= 36 ? (based[2] ?? '').toLowerCase() : (based[2] ?? '')) {
      const digit = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_'.indexOf(char);
      if (digit >= base || base < 2 || base > 64) throw syntaxError();
      value = value * BigInt(base) + BigInt(digit);
    }
    return narrow(value);
  }
  if (/^0[xX]/.test(text)) return narrow(BigInt(text));
  if (/^0[0-7]+$/.test(text)) return narrow(BigInt(`0o${text.slice(1)}`));
  if (/^0\d+$/.test(text)) throw syntaxError();
  return narrow(BigInt(text));
}

function isTrue(value: Integer): boolean {
  return value !== 0;
}

/** Wraps to 64 bits, and to a number when that is exact. */
function narrow(value: bigint): Integer {
  const wrapped = BigInt.asIntN(64, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}

function apply(operator: string, left: Integer, right: Integer): Integer {
  if (typeof left === 'number' && typeof right === 'number') {
    const quick = applyNumbers(operator, left, right);
    if (Number.isSafeInteger(quick)) return quick === 0 ? 0 : quick;
  }
  return narrow(applyBig(operator, BigInt(left), BigInt(right)));
}

/** NaN where the result needs 64 bits (or is an error). */
function applyNumbers(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? Number.NaN : Math.trunc(left / right);
    case '%':
      return right === 0 ? Number.NaN : left % right;
    case '==':
      return left === right ? 1 : 0;
    case '!=':
      return left !== right ? 1 : 0;
    case '<':
      return left < right ? 1 : 0;
    case '<=':
      return left <= right ? 1 : 0;
    case '>':
      return left > right ? 1 : 0;
    case '>=':
      return left >= right ? 1 : 0;
    default:
      return Number.NaN;
  }
}

function applyBig(operator: string, left: bigint, right: bigint): bigint {
  if ((operator === '/' || operator === '%') && right === 0n) throw new ShellError('divide by zero');
  const truth = (value: boolean) => (value ? 1n : 0n);
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '**':
      if (right < 0n) throw new ShellError('exponent less than 0');
      return power(left, right);
    case '<<':
      return left << (right & 63n);
    case '>>':
      return left >> (right & 63n);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '<':
      return truth(left < right);
    case '<=':
      return truth(left <= right);
    case '>':
      return truth(left > right);
    default:
      return truth(left >= right);
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}
