import { applet } from './applet.ts';
import { compileRegExp } from './regular-expression/compile.ts';
import { PatternError } from './regular-expression/pattern-error.ts';

class ExprError {
  constructor(readonly message: string) {}
}

/** Evaluates an expression: | & = != < <= > >= + - * / % : ( ) length substr index match. */
export const expr = applet('expr', function* (context, args) {
  try {
    const parser = new Parser(args);
    const value = parser.whole();
    yield* context.write(1, `${value}\n`);
    return value === '' || value === '0' ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    yield* context.complain(`expr: ${error.message}`);
    return 2;
  }
});

const levels: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['=', '==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
];

class Parser {
  readonly #args: readonly string[];
  #at = 0;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  whole(): string {
    if (this.#args.length === 0) throw new ExprError('too few arguments');
    const value = this.#level(0);
    if (this.#at < this.#args.length) throw new ExprError('syntax error');
    return value;
  }

  #level(level: number): string {
    const operators = levels[level];
    if (!operators) return this.#primary();
    let left = this.#level(level + 1);
    while (operators.includes(this.#args[this.#at] ?? '')) {
      const operator = this.#args[this.#at] ?? '';
      this.#at += 1;
      left = apply(operator, left, this.#level(level + 1));
    }
    return left;
  }

  #primary(): string {
    const word = this.#args[this.#at];
    if (word === undefined || word === ')') throw new ExprError('syntax error');
    this.#at += 1;
    if (word === '(') {
      const value = this.#level(0);
      if (this.#args[this.#at] !== ')') throw new ExprError('syntax error');
      this.#at += 1;
      return value;
    }
    if (word === 'quote' && this.#at < this.#args.length) return this.#args[this.#at++] ?? '';
    const hasOperand = this.#at < this.#args.length;
    if (word === 'length' && hasOperand) return String(this.#primary().length);
    if (word === 'match' && hasOperand) return match(this.#primary(), this.#primary());
    if (word === 'index' && hasOperand) {
      const [text, chars] = [this.#primary(), this.#primary()];
      return String(Array.from(text).findIndex((char) => chars.includes(char)) + 1);
    }
    if (word === 'substr' && hasOperand) {
      const [text, from, length] = [this.#primary(), Number(this.#primary()), Number(this.#primary())];
      return from >= 1 && length >= 1 ? text.slice(from - 1, from - 1 + length) : '';
    }
    return word;
  }
}

function match(text: string, pattern: string): string {
  try {
    compileRegExp(pattern, false, '');
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new ExprError(`bad regex '${pattern}': ${error.message}`);
  }
  const found = compileRegExp(`^${pattern.replace(/^\^/, '')}`, false, '').exec(text);
  if (pattern.includes('\\(')) return found?.[1] ?? '';
  return String(found?.[0].length ?? 0);
}

/** As C reads it: what is too big is the biggest. */
function toInteger(text: string): bigint {
  const value = BigInt(text);
  const wrapped = BigInt.asIntN(64, value);
  return wrapped === value ? value : value < 0n ? -(1n << 63n) : (1n << 63n) - 1n;
}

function apply(operator: string, left: string, right: string): string {
  const isNull = (text: string) => text === '' || text === '0';
  if (operator === '|') return isNull(left) ? right : left;
  if (operator === '&') return isNull(left) || isNull(right) ? '0' : left;
  if (operator === ':') return match(left, right);
  const areNumbers = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
  if ('=!<>'.includes(operator[0] ?? '')) {
    const order = areNumbers ? Number(toInteger(left) - toInteger(right)) : left < right ? -1 : left > right ? 1 : 0;
    const results: Record<string, boolean> = {
      '=': order === 0,
      '==': order === 0,
      '!=': order !== 0,
      '<': order < 0,
      '<=': order <= 0,
      '>': order > 0,
      '>=': order >= 0,
    };
    return results[operator] ? '1' : '0';
  }
  if (!areNumbers) throw new ExprError('non-numeric argument');
  const [a, b] = [toInteger(left), toInteger(right)];
  if ((operator === '/' || operator === '%') && b === 0n) throw new ExprError('division by zero');
  const value =
    operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b;
  return String(BigInt.asIntN(64, value));
}
