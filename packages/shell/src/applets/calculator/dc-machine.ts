import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import {
  add,
  CalculationError,
  compare,
  type Decimal,
  divide,
  formatDecimal,
  lengthOf,
  multiply,
  negate,
  parseDecimal,
  raise,
  remainder,
  squareRoot,
  subtract,
  whole,
  zero,
} from './decimal.ts';

type Value = Decimal | string;

/** `q` and `Q`: how many running strings end; all: the program. */
class Left {
  constructor(public levels: number) {}
}

const operations: Readonly<Record<string, (a: Decimal, b: Decimal, scale: number) => Decimal>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '^': raise,
};

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '!=': (order) => order !== 0,
  '!<': (order) => order >= 0,
  '!>': (order) => order <= 0,
};

/** A calculator that works on a stack. */
export class DcMachine {
  readonly #context: ProcessContext;
  readonly #stack: Value[] = [];
  readonly #registers = new Map<string, Value[]>();
  readonly #arrays = new Map<string, Map<string, Value>>();
  #scale = 0;
  #inputBase = 10;
  #outputBase = 10;
  #depth = 0;

  constructor(context: ProcessContext) {
    this.#context = context;
  }

  /** Runs a program. @returns whether `q` ended it */
  *run(source: string): Coroutine<boolean> {
    try {
      yield* this.#execute(source);
      return false;
    } catch (error) {
      if (!(error instanceof Left)) throw error;
      return true;
    }
  }

  *#execute(source: string): Coroutine<void> {
    this.#depth += 1;
    let at = 0;
    const register = () => {
      const name = source[at] ?? '';
      at += 1;
      if (name === '') throw new CalculationError('bad token');
      return name;
    };
    while (at < source.length) {
      this.#context.charge(10);
      yield* this.#context.breathe();
      const number = /_?(?:[0-9A-F]+\.?[0-9A-F]*|\.[0-9A-F]+)/y;
      number.lastIndex = at;
      const digits = number.exec(source)?.[0];
      if (digits !== undefined) {
        at += digits.length;
        const value = parseDecimal(digits.replace('_', ''), this.#inputBase);
        this.#stack.push(digits.startsWith('_') ? negate(value) : value);
        continue;
      }
      const letter = source[at] ?? '';
      at += 1;
      if (letter === '[') {
        const end = closingBracket(source, at);
        this.#stack.push(source.slice(at, end));
        at = end + 1;
      } else if (letter === '#') at = (source.indexOf('\n', at) + 1 || source.length + 1) - 1;
      else if (letter === '!' || /[<>=]/.test(letter)) {
        const operator = letter === '!' ? `!${register()}` : letter;
        const holds = comparisons[operator];
        if (!holds) throw new CalculationError(`bad character '${letter}'`);
        const then = register();
        const hasElse = source[at] === 'e';
        if (hasElse) at += 1;
        const otherwise = hasElse ? register() : undefined;
        const [b, a] = [this.#popNumber(), this.#popNumber()];
        const chosen = holds(compare(b, a)) ? then : otherwise;
        if (chosen !== undefined) {
          const value = this.#load(chosen);
          if (typeof value !== 'string') throw new CalculationError('variable is wrong type');
          yield* this.#executeValue(value);
        }
      } else if ('slSL:;'.includes(letter)) this.#registerCommand(letter, register());
      else if (letter === 'x') yield* this.#executeValue(this.#pop());
      else if ('&@'.includes(letter)) throw new CalculationError(`bad character '${letter}'`);
      else if (letter === '?') throw new CalculationError('bad token');
      else if (!/\s/.test(letter)) this.#command(letter);
      if (this.#context.isOutputFull) yield* this.#context.flush();
    }
    this.#depth -= 1;
  }

  *#executeValue(value: Value): Coroutine<void> {
    if (typeof value !== 'string') {
      this.#stack.push(value);
      return;
    }
    const depth = this.#depth;
    try {
      yield* this.#execute(value);
    } catch (error) {
      if (!(error instanceof Left) || error.levels <= 1) {
        if (!(error instanceof Left)) throw error;
        this.#depth = depth;
        return;
      }
      error.levels -= 1;
      throw error;
    }
  }

  #pop(): Value {
    const value = this.#stack.pop();
    if (value === undefined) throw new CalculationError('stack has too few elements');
    return value;
  }

  #popNumber(): Decimal {
    const value = this.#pop();
    if (typeof value === 'string') throw new CalculationError('variable is wrong type');
    return value;
  }

  #load(name: string): Value {
    return this.#registers.get(name)?.at(-1) ?? zero;
  }

  #registerCommand(letter: string, name: string): void {
    const values = this.#registers.get(name) ?? [];
    this.#registers.set(name, values);
    const array = this.#arrays.get(name) ?? new Map<string, Value>();
    this.#arrays.set(name, array);
    if (letter === 's') values.splice(-1, 1, this.#pop());
    else if (letter === 'S') values.push(this.#pop());
    else if (letter === 'l') this.#stack.push(this.#load(name));
    else if (letter === 'L') {
      const value = values.pop();
      if (value === undefined) throw new CalculationError('stack has too few elements');
      this.#stack.push(value);
    } else {
      const index = this.#popNumber();
      const key = String(index.digits / 10n ** BigInt(index.scale));
      if (letter === ';') this.#stack.push(array.get(key) ?? zero);
      else array.set(key, this.#pop());
    }
  }

  #print(value: Value, end: string): void {
    this.#context.print((typeof value === 'string' ? value : formatDecimal(value, this.#outputBase)) + end);
  }

  #command(letter: string): void {
    const stack = this.#stack;
    const operation = operations[letter];
    if (operation) {
      if (stack.length < 2) throw new CalculationError('stack has too few elements');
      const b = this.#popNumber();
      stack.push(operation(this.#popNumber(), b, this.#scale));
      return;
    }
    switch (letter) {
      case '~':
      case '|':
        this.#divideAndRaise(letter);
        return;
      case 'v':
        stack.push(squareRoot(this.#popNumber(), this.#scale));
        return;
      case 'p':
        if (stack.length === 0) throw new CalculationError('stack has too few elements');
        this.#print(stack.at(-1) ?? zero, '\n');
        return;
      case 'n':
        this.#print(this.#pop(), '\n');
        return;
      case 'P':
        this.#printStream(this.#pop());
        return;
      case 'f':
        for (const value of stack.toReversed()) this.#print(value, '\n');
        return;
      case 'c':
        stack.length = 0;
        return;
      case 'd':
        stack.push(stack.at(-1) ?? this.#pop());
        return;
      case 'r': {
        const [b, a] = [this.#pop(), this.#pop()];
        stack.push(b, a);
        return;
      }
      case 'R':
        this.#pop();
        return;
      case 'z':
        stack.push(whole(stack.length));
        return;
      case 'Z': {
        const value = this.#pop();
        stack.push(whole(typeof value === 'string' ? value.length : lengthOf(value)));
        return;
      }
      case 'X': {
        const value = this.#pop();
        stack.push(whole(typeof value === 'string' ? 0 : value.scale));
        return;
      }
      case 'a': {
        const value = this.#pop();
        stack.push(typeof value === 'string' ? value.slice(0, 1) : String.fromCharCode(Number(value.digits) & 255));
        return;
      }
      case 'q':
        throw new Left(this.#depth <= 2 ? Infinity : 2);
      case 'Q':
        throw new Left(Number(this.#popNumber().digits));
      default:
        this.#setting(letter);
    }
  }

  #setting(letter: string): void {
    if (letter === 'K') this.#stack.push(whole(this.#scale));
    else if (letter === 'I') this.#stack.push(whole(this.#inputBase));
    else if (letter === 'O') this.#stack.push(whole(this.#outputBase));
    else if ('kio'.includes(letter)) {
      const { digits, scale } = this.#popNumber();
      const number = Number(digits / 10n ** BigInt(scale));
      if (letter === 'k') this.#scale = number;
      else if (letter === 'i') {
        if (number < 2 || number > 16) throw new CalculationError('bad ibase; must be [2, 16]');
        this.#inputBase = number;
      } else {
        if (number < 2 || number > 999) throw new CalculationError('bad obase; must be [2, 999]');
        this.#outputBase = number;
      }
    } else throw new CalculationError(`bad character '${letter}'`);
  }

  #divideAndRaise(letter: string): void {
    const stack = this.#stack;
    const c = this.#popNumber();
    const b = this.#popNumber();
    if (letter === '~') {
      stack.push(divide(b, c, this.#scale), remainder(b, c, this.#scale));
      return;
    }
    const a = this.#popNumber();
    stack.push(remainder(raise(a, b, 0), c, 0));
  }

  #printStream(value: Value): void {
    if (typeof value === 'string') {
      this.#context.print(value);
      return;
    }
    let left = value.digits / 10n ** BigInt(value.scale);
    let text = '';
    if (left < 0n) left = -left;
    for (; left > 0n; left /= 256n) text = String.fromCharCode(Number(left % 256n)) + text;
    this.#context.print(text || '\0');
  }
}

function closingBracket(source: string, start: number): number {
  let depth = 1;
  for (let at = start; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '[') depth += 1;
    else if (source[at] === ']') depth -= 1;
    if (depth === 0) return at;
  }
  throw new CalculationError('string end could not be found');
}
