import type { BcCursor } from './bc-cursor.ts';
import type { Expression } from './bc-machine.ts';
import { elementPlace, type Place, settingPlace, variablePlace } from './bc-place.ts';
import {
  add,
  CalculationError,
  compare,
  type Decimal,
  divide,
  lengthOf,
  multiply,
  negate,
  one,
  parseDecimal,
  raise,
  remainder,
  squareRoot,
  subtract,
  whole,
  zero,
} from './decimal.ts';

type Operation = (a: Decimal, b: Decimal, scale: number) => Decimal;

const operations: Readonly<Record<string, Operation>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '^': raise,
};

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);

/** Reads expressions of bc. */
export class BcExpressions {
  readonly #cursor: BcCursor;
  /** Where the last assignment that was read begins; below 0 when something was done with it. */
  #lastAssignment = -1;

  constructor(cursor: BcCursor) {
    this.#cursor = cursor;
  }

  /** Whether the expression that began there is an assignment: it is not printed. */
  isAssignment(from: number): boolean {
    return this.#lastAssignment === from;
  }

  /** An expression in parentheses. */
  parenthesised(): Expression {
    this.#cursor.need('(', 'expression');
    const value = this.expression();
    this.#cursor.need(')', 'expression');
    return value;
  }

  expression(): Expression {
    this.#lastAssignment = -1;
    return this.#or();
  }

  #or(): Expression {
    let value = this.#and();
    while (this.#cursor.takes('||')) value = joined(value, this.#and(), (a, b) => a || b);
    return value;
  }

  #and(): Expression {
    let value = this.#relation();
    while (this.#cursor.takes('&&')) value = joined(value, this.#relation(), (a, b) => a && b);
    return value;
  }

  #relation(): Expression {
    let value = this.#assignment();
    for (let is = comparisons[this.#cursor.peek().text]; is; is = comparisons[this.#cursor.peek().text]) {
      this.#cursor.take();
      this.#lastAssignment = -1;
      const [left, right, holds] = [value, this.#assignment(), is];
      this.#lastAssignment = -1;
      value = function* (machine) {
        const a = yield* left(machine);
        return holds(compare(a, yield* right(machine))) ? one : zero;
      };
    }
    return value;
  }

  #assignment(): Expression {
    const from = this.#cursor.at;
    const place = this.#place();
    const operator = this.#cursor.peek().text;
    if (!place || !assignments.has(operator) || this.#cursor.peek().kind !== 'operator') {
      this.#cursor.at = from;
      return this.#sum();
    }
    this.#cursor.take();
    const value = this.#assignment();
    this.#lastAssignment = from;
    const change = operations[operator[0] ?? ''];
    return function* (machine) {
      const right = yield* value(machine);
      const result = operator === '=' || !change ? right : change(yield* place.get(machine), right, machine.scale);
      yield* place.set(machine, result);
      return result;
    };
  }

  #sum(): Expression {
    return this.#leftToRight(['+', '-'], () => this.#product());
  }

  #product(): Expression {
    return this.#leftToRight(['*', '/', '%'], () => this.#power());
  }

  #leftToRight(operators: readonly string[], part: () => Expression): Expression {
    let value = part();
    while (this.#cursor.peek().kind === 'operator' && operators.includes(this.#cursor.peek().text)) {
      const operation = operations[this.#cursor.take().text] ?? add;
      const [left, right] = [value, part()];
      value = function* (machine) {
        machine.context.charge(5);
        const a = yield* left(machine);
        return operation(a, yield* right(machine), machine.scale);
      };
    }
    return value;
  }

  /** A sign or a `!` belongs to the base: -2^2 is 4. */
  #negation(): Expression {
    if (this.#cursor.takes('!')) {
      const negated = this.#negation();
      return function* (machine) {
        return compare(yield* negated(machine), zero) === 0 ? one : zero;
      };
    }
    if (!this.#cursor.takes('-')) return this.#step();
    const value = this.#negation();
    return function* (machine) {
      return negate(yield* value(machine));
    };
  }

  #power(): Expression {
    const base = this.#negation();
    if (!this.#cursor.takes('^')) return base;
    const exponent = this.#power();
    return function* (machine) {
      const a = yield* base(machine);
      const b = yield* exponent(machine);
      machine.context.charge(Number(b.digits) || 0);
      return raise(a, b, machine.scale);
    };
  }

  /** `++x`, `x--` and their like. */
  #step(): Expression {
    const first = this.#cursor.peek().text;
    if (first === '++' || first === '--') {
      this.#cursor.take();
      const place = this.#place();
      if (!place) throw this.#cursor.bad('expression');
      return stepping(place, first, true);
    }
    const from = this.#cursor.at;
    const place = this.#place();
    const after = this.#cursor.peek().text;
    if (place && (after === '++' || after === '--')) {
      this.#cursor.take();
      return stepping(place, after, false);
    }
    this.#cursor.at = from;
    const value = this.#primary();
    if (['++', '--'].includes(this.#cursor.peek().text)) {
      this.#cursor.take();
      throw this.#cursor.bad('token');
    }
    return value;
  }

  /** A variable, an element or a setting; undefined (and nothing is taken for good) when it is none. */
  #place(): Place | undefined {
    const { kind, text: name } = this.#cursor.peek();
    if (kind === 'keyword' && ['scale', 'ibase', 'obase', 'last'].includes(name)) {
      this.#cursor.take();
      return this.#cursor.peek().text === '(' ? undefined : settingPlace(name);
    }
    if (kind !== 'name') return undefined;
    this.#cursor.take();
    if (this.#cursor.peek().text === '(') return undefined;
    if (!this.#cursor.takes('[')) return variablePlace(name);
    if (this.#cursor.peek().text === ']') return undefined;
    const index = this.#or();
    this.#cursor.need(']', 'expression');
    return elementPlace(name, index);
  }

  #primary(): Expression {
    const token = this.#cursor.peek();
    if (token.kind === 'number') {
      this.#cursor.take();
      return function* (machine) {
        return parseDecimal(token.text, machine.inputBase);
      };
    }
    if (token.text === '(' && token.kind === 'operator') return this.parenthesised();
    if (['auto', 'break', 'continue'].includes(token.text)) throw this.#cursor.bad('token');
    if (token.kind === 'keyword') return this.#builtin();
    if (token.kind !== 'name') throw this.#cursor.bad('expression');
    if (this.#cursor.peek(1).text === '(') return this.#call();
    const place = this.#place();
    if (!place) throw this.#cursor.bad('expression');
    return (machine) => place.get(machine);
  }

  #builtin(): Expression {
    const { text } = this.#cursor.peek();
    if (!['length', 'scale', 'sqrt', 'read'].includes(text) || this.#cursor.peek(1).text !== '(') {
      const place = this.#place();
      if (!place) throw this.#cursor.bad('expression');
      return (machine) => place.get(machine);
    }
    this.#cursor.take();
    if (text === 'read') {
      this.#cursor.need('(', 'expression');
      this.#cursor.need(')', 'expression');
      return function* () {
        throw new CalculationError('bad expression');
      };
    }
    const value = this.parenthesised();
    return function* (machine) {
      const given = yield* value(machine);
      if (text === 'length') return whole(lengthOf(given));
      return text === 'scale' ? whole(given.scale) : squareRoot(given, machine.scale);
    };
  }

  #call(): Expression {
    const name = this.#cursor.take().text;
    this.#cursor.need('(', 'expression');
    const args: (string | Expression)[] = [];
    while (!this.#cursor.takes(')')) {
      const array = this.#cursor.peek();
      if (array.kind === 'name' && this.#cursor.peek(1).text === '[' && this.#cursor.peek(2).text === ']') {
        this.#cursor.at += 3;
        args.push(array.text);
      } else args.push(this.#or());
      if (!this.#cursor.takes(',') && this.#cursor.peek().text !== ')') throw this.#cursor.bad('expression');
    }
    return function* (machine) {
      const values = [];
      for (const argument of args) {
        values.push(typeof argument === 'string' ? machine.array(argument) : yield* argument(machine));
      }
      yield* machine.context.breathe();
      machine.context.charge(20);
      return yield* machine.call(name, values);
    };
  }
}

function joined(left: Expression, right: Expression, join: (a: boolean, b: boolean) => boolean): Expression {
  return function* (machine) {
    const a = compare(yield* left(machine), zero) !== 0;
    return join(a, compare(yield* right(machine), zero) !== 0) ? one : zero;
  };
}

function stepping(place: Place, operator: string, isBefore: boolean): Expression {
  return function* (machine) {
    const before = yield* place.get(machine);
    const after = operator === '++' ? add(before, one) : subtract(before, one);
    yield* place.set(machine, after);
    return isBefore ? after : before;
  };
}
