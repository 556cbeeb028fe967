import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import { type Decimal, CalculationError, formatDecimal, zero } from './decimal.ts';
import { arctangent, bessel, cosine, exponential, logarithm, sine } from './functions.ts';

/** An expression, compiled. */
export type Expression = (machine: BcMachine) => Coroutine<Decimal>;
/** A statement, compiled: what it ends, if anything. */
export type Statement = (machine: BcMachine) => Coroutine<'break' | 'continue' | 'return' | 'quit' | undefined>;

export interface Parameter {
  readonly name: string;
  readonly isArray: boolean;
}

export interface BcFunction {
  readonly parameters: readonly Parameter[];
  readonly locals: readonly Parameter[];
  readonly body: Statement;
}

type BcArray = Map<string, Decimal>;
export type Argument = Decimal | BcArray;

/** Functions of the library (`bc -l`), by their names. */
const library: Readonly<Record<string, (args: readonly Decimal[], scale: number) => Decimal>> = {
  s: ([x = zero], scale) => sine(x, scale),
  c: ([x = zero], scale) => cosine(x, scale),
  a: ([x = zero], scale) => arctangent(x, scale),
  l: ([x = zero], scale) => logarithm(x, scale),
  e: ([x = zero], scale) => exponential(x, scale),
  j: ([n = zero, x = zero], scale) => bessel(n, x, scale),
};

/** What a program of bc has while it runs. */
export class BcMachine {
  readonly context: ProcessContext;
  readonly hasLibrary: boolean;
  scale: number;
  inputBase = 10;
  outputBase = 10;
  last = zero;
  result = zero;
  readonly functions = new Map<string, BcFunction>();
  readonly variables = new Map<string, Decimal>();
  readonly arrays = new Map<string, BcArray>();

  constructor(context: ProcessContext, hasLibrary: boolean) {
    this.context = context;
    this.hasLibrary = hasLibrary;
    this.scale = hasLibrary ? 20 : 0;
  }

  array(name: string): BcArray {
    const known = this.arrays.get(name) ?? new Map<string, Decimal>();
    this.arrays.set(name, known);
    return known;
  }

  print(value: Decimal): void {
    this.context.print(`${formatDecimal(value, this.outputBase)}\n`);
    this.last = value;
  }

  *call(name: string, args: readonly Argument[]): Coroutine<Decimal> {
    const called = this.functions.get(name);
    const known = library[name];
    if (!called && this.hasLibrary && known) {
      this.context.charge(2000);
      return known(
        args.filter((argument): argument is Decimal => !(argument instanceof Map)),
        this.scale,
      );
    }
    if (!called) throw new CalculationError('undefined function');
    if (called.parameters.length !== args.length) {
      throw new CalculationError(`function has ${called.parameters.length} parameters, but called with ${args.length}`);
    }
    const names = [...called.parameters, ...called.locals];
    const before = names.map(({ name: local, isArray }) =>
      isArray ? this.arrays.get(local) : this.variables.get(local),
    );
    for (const [index, { name: local, isArray }] of names.entries()) {
      const argument = args[index];
      if (isArray) this.arrays.set(local, new Map(argument instanceof Map ? argument : []));
      else this.variables.set(local, argument === undefined || argument instanceof Map ? zero : argument);
    }
    this.result = zero;
    try {
      yield* called.body(this);
    } finally {
      for (const [index, { name: local, isArray }] of names.entries()) {
        const old = before[index];
        if (isArray) this.arrays.set(local, old instanceof Map ? old : new Map());
        else this.variables.set(local, old === undefined || old instanceof Map ? zero : old);
      }
    }
    const { result } = this;
    this.result = zero;
    return result;
  }
}
