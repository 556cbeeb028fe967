import type { Coroutine } from '../../process/process.ts';
import { calculate } from './calculate.ts';
import { callOutside, callSimple, matchText, splitInto, substitute } from './builtins.ts';
import { AwkError } from './error.ts';
import { compileGetline } from './compile-getline.ts';
import type { Program } from './compile-program.ts';
import { awkRegExp } from './record.ts';
import { type Evaluate, flow, type Frame, isWaiting, andThen, thenAll, type ValueStep } from './step.ts';
import type { Expression, LeftValue } from './tree.ts';
import {
  type AwkArray,
  type Cell,
  compareValues,
  fromInput,
  isTrue,
  toNumber,
  toText,
  type Value,
  memoryOf,
} from './values.ts';

/** Names of the function being compiled, by their place in its frame. */
export type Scope = readonly string[];

/** A place that can be assigned to, compiled: finds it, so that it can be read and written. */
export type Locate = (frame: Frame, use: (get: () => Value, set: (value: Value) => void) => ValueStep) => ValueStep;

/** Compiles an expression. */
export function compileExpression(program: Program, scope: Scope, node: Expression): Evaluate {
  const { runtime } = program;
  const compile = (part: Expression) => compileExpression(program, scope, part);
  switch (node.type) {
    case 'number':
    case 'string': {
      const { value } = node;
      return () => value;
    }
    case 'regex': {
      const { source } = node;
      return () => (awkRegExp(source, runtime.ignoresCase, false).test(runtime.record.text()) ? 1 : 0);
    }
    case 'group': {
      const parts = node.parts.map(compile);
      const only = parts.length === 1 ? parts[0] : undefined;
      return only ?? ((frame) => thenAll(parts, frame, (values) => subscript(program, values)));
    }
    case 'variable':
    case 'element':
    case 'field':
      return compileRead(program, scope, node);
    case 'assign':
      return compileAssign(program, scope, node);
    case 'condition': {
      const [test, yes, no] = [compile(node.test), compile(node.yes), compile(node.no)];
      return (frame) => andThen(test(frame), (value) => (isTrue(value) ? yes : no)(frame));
    }
    case 'and':
    case 'or': {
      const [left, right] = [compile(node.left), compile(node.right)];
      const decided = node.type === 'or';
      return (frame) =>
        andThen(left(frame), (value) =>
          isTrue(value) === decided ? Number(decided) : andThen(right(frame), (other) => (isTrue(other) ? 1 : 0)),
        );
    }
    case 'binary':
      return compileBinary(program, node.operator, compile(node.left), compile(node.right));
    case 'match': {
      const left = compile(node.left);
      const pattern = compilePattern(program, scope, node.right);
      return (frame) =>
        andThen(left(frame), (value) =>
          andThen(pattern(frame), (source) => {
            const text = toText(value, runtime.text('CONVFMT'));
            return awkRegExp(source as string, runtime.ignoresCase).test(text) === node.negated ? 0 : 1;
          }),
        );
    }
    case 'in': {
      const subscripts = node.subscripts.map(compile);
      const array = compileArray(program, scope, node.array);
      return (frame) => thenAll(subscripts, frame, (values) => (array(frame).has(subscript(program, values)) ? 1 : 0));
    }
    case 'unary': {
      const operand = compile(node.operand);
      if (node.operator === '!') return (frame) => andThen(operand(frame), (value) => (isTrue(value) ? 0 : 1));
      const sign = node.operator === '-' ? -1 : 1;
      return (frame) => andThen(operand(frame), (value) => sign * toNumber(value));
    }
    case 'step': {
      const locate = compileLocate(program, scope, node.left);
      const { by, before } = node;
      return (frame) =>
        locate(frame, (get, set) => {
          const old = toNumber(get());
          set(old + by);
          return before ? old + by : old;
        });
    }
    case 'call':
      return compileCall(program, scope, node);
    case 'builtin':
      return compileBuiltin(program, scope, node);
    case 'getline':
      return compileGetline(program, scope, node);
  }
}

/** The text of a regular expression: that of `/regex/`, or what an expression gives. */
function compilePattern(program: Program, scope: Scope, node: Expression): Evaluate {
  const { runtime } = program;
  if (node.type === 'regex') {
    const { source } = node;
    return () => {
      awkRegExp(source, runtime.ignoresCase, false);
      return source;
    };
  }
  const value = compileExpression(program, scope, node);
  return (frame) => andThen(value(frame), (text) => toText(text, runtime.text('CONVFMT')));
}

function subscript({ runtime }: Program, values: readonly Value[]): string {
  const format = runtime.text('CONVFMT');
  if (values.length === 1) return toText(values[0], format);
  return values.map((value) => toText(value, format)).join(runtime.text('SUBSEP'));
}

function compileCell(program: Program, scope: Scope, name: string): (frame: Frame) => Cell {
  const index = scope.indexOf(name);
  if (index >= 0) return (frame) => frame[index] as Cell;
  const cell = program.runtime.cell(name);
  return () => cell;
}

/** An array, made when the variable holds nothing yet. */
export function compileArray(program: Program, scope: Scope, name: string): (frame: Frame) => AwkArray {
  const find = compileCell(program, scope, name);
  return (frame) => arrayOf(find(frame));
}

function arrayOf(cell: Cell): AwkArray {
  if (cell.value instanceof Map) return cell.value;
  const array = cell.caller ? arrayOf(cell.caller) : new Map<string, Value>();
  cell.value = array;
  return array;
}

function scalarOf(cell: Cell): Value {
  return cell.value instanceof Map ? '' : cell.value;
}

function compileRead(program: Program, scope: Scope, node: LeftValue): Evaluate {
  const { runtime } = program;
  if (node.type === 'field') {
    const index = compileExpression(program, scope, node.index);
    return (frame) => andThen(index(frame), (value) => runtime.record.field(fieldNumber(value)));
  }
  if (node.type === 'element') {
    const subscripts = node.subscripts.map((part) => compileExpression(program, scope, part));
    const array = compileArray(program, scope, node.array);
    return (frame) =>
      thenAll(subscripts, frame, (values) => {
        const key = subscript(program, values);
        const elements = array(frame);
        if (!elements.has(key)) runtime.setElement(elements, key, undefined);
        return elements.get(key);
      });
  }
  if (node.name === 'NF' && !scope.includes('NF')) return () => runtime.record.count;
  const find = compileCell(program, scope, node.name);
  return (frame) => scalarOf(find(frame));
}

function fieldNumber(value: Value): number {
  const index = Math.trunc(toNumber(value));
  if (index < 0) throw new AwkError('Access to negative field', 0);
  return index;
}

/** Compiles a place for assignment. */
export function compileLocate(program: Program, scope: Scope, node: LeftValue): Locate {
  const { runtime } = program;
  if (node.type === 'field') {
    const index = compileExpression(program, scope, node.index);
    return (frame, use) =>
      andThen(index(frame), (value) => {
        const number = fieldNumber(value);
        return use(
          () => runtime.record.field(number),
          (changed) =>
            runtime.record.setField(
              number,
              typeof changed === 'number' ? fromInput(toText(changed, runtime.text('CONVFMT'))) : changed,
            ),
        );
      });
  }
  if (node.type === 'element') {
    const subscripts = node.subscripts.map((part) => compileExpression(program, scope, part));
    const array = compileArray(program, scope, node.array);
    return (frame, use) =>
      thenAll(subscripts, frame, (values) => {
        const key = subscript(program, values);
        const elements = array(frame);
        return use(
          () => elements.get(key),
          (changed) => runtime.setElement(elements, key, changed),
        );
      });
  }
  if (node.name === 'NF' && !scope.includes('NF')) {
    return (_frame, use) =>
      use(
        () => runtime.record.count,
        (changed) => {
          runtime.record.count = Math.max(0, Math.trunc(toNumber(changed)));
        },
      );
  }
  const find = compileCell(program, scope, node.name);
  return (frame, use) => {
    const cell = find(frame);
    return use(
      () => scalarOf(cell),
      (changed) => {
        const before = cell.value instanceof Map ? 0 : memoryOf(cell.value);
        runtime.hold(memoryOf(changed) - before);
        cell.value = changed;
      },
    );
  };
}

function compileAssign(program: Program, scope: Scope, node: Expression & { type: 'assign' }): Evaluate {
  const locate = compileLocate(program, scope, node.left);
  const right = compileExpression(program, scope, node.right);
  const { operator } = node;
  const isElement = node.left.type === 'element';
  // The place is found first: an element is there when the value is made, as `a[k] = k in a ? 1 : 0` sees.
  return (frame) =>
    locate(frame, (get, set) => {
      if (isElement && get() === undefined) set(undefined);
      return andThen(right(frame), (value) => {
        const result = operator === '' ? value : calculate(operator, toNumber(get()), toNumber(value));
        set(result);
        return result;
      });
    });
}

function compileBinary(program: Program, operator: string, left: Evaluate, right: Evaluate): Evaluate {
  const { runtime } = program;
  const both = (apply: (a: Value, b: Value) => Value): Evaluate => {
    return (frame) => {
      const a = left(frame);
      if (isWaiting(a)) return andThen(a, (first) => andThen(right(frame), (second) => apply(first, second)));
      const b = right(frame);
      return isWaiting(b) ? andThen(b, (second) => apply(a, second)) : apply(a, b);
    };
  };
  const compare = (test: (order: number) => boolean) =>
    both((a, b) => (test(compareValues(a, b, runtime.text('CONVFMT'))) ? 1 : 0));
  switch (operator) {
    case ' ':
      return both((a, b) => {
        const format = typeof a === 'number' || typeof b === 'number' ? runtime.text('CONVFMT') : '';
        return toText(a, format) + toText(b, format);
      });
    case '<':
      return compare((order) => order < 0);
    case '<=':
      return compare((order) => order <= 0);
    case '>':
      return compare((order) => order > 0);
    case '>=':
      return compare((order) => order >= 0);
    case '==':
      return compare((order) => order === 0);
    case '!=':
      return compare((order) => order !== 0);
  }
  return both((a, b) => calculate(operator, toNumber(a), toNumber(b)));
}

function compileCall(program: Program, scope: Scope, node: Expression & { type: 'call' }): Evaluate {
  const args = node.args.map((argument) => compileArgument(program, scope, argument));
  const { context } = program.runtime;
  return function* (frame): Coroutine<Value> {
    const target = program.function(node.name);
    const cells: Cell[] = [];
    for (const argument of args) {
      const step = argument(frame);
      cells.push('next' in step ? yield* step : step);
    }
    while (cells.length < target.parameters.length) cells.push({ value: undefined });
    program.depth += 1;
    if (program.depth > 2000) throw new RangeError('too much recursion');
    context.charge(50);
    const step = target.body(cells);
    const how = typeof step === 'number' ? step : yield* step;
    program.depth -= 1;
    yield* context.breathe();
    const value = how === flow.return ? program.returned : undefined;
    program.returned = undefined;
    return value;
  };
}

/** A parameter: a copy of a value, or the caller's array itself. */
function compileArgument(program: Program, scope: Scope, node: Expression): (frame: Frame) => Cell | Coroutine<Cell> {
  if (node.type === 'variable' && node.name !== 'NF') {
    const find = compileCell(program, scope, node.name);
    return (frame) => {
      const caller = find(frame);
      return caller.value === undefined ? { value: undefined, caller } : { value: caller.value };
    };
  }
  const value = compileExpression(program, scope, node);
  return (frame) => {
    const step = value(frame);
    if (!isWaiting(step)) return { value: step };
    return (function* (): Coroutine<Cell> {
      return { value: yield* step };
    })();
  };
}

function compileBuiltin(program: Program, scope: Scope, node: Expression & { type: 'builtin' }): Evaluate {
  const { runtime } = program;
  const { name, args, line } = node;
  const [first, second, third] = args;
  const value = (part: Expression | undefined): Evaluate =>
    part ? compileExpression(program, scope, part) : () => runtime.record.text();
  const text = (of: Value) => toText(of, runtime.text('CONVFMT'));
  switch (name) {
    case 'length':
      if (first?.type === 'variable') {
        const find = compileCell(program, scope, first.name);
        const read = value(first);
        return (frame) => {
          const { value: held } = find(frame);
          return held instanceof Map ? held.size : andThen(read(frame), (of) => text(of).length);
        };
      }
      break;
    case 'split': {
      if (!first || second?.type !== 'variable') throw new AwkError('Too few arguments', line);
      const array = compileArray(program, scope, second.name);
      const separator = third ? compilePattern(program, scope, third) : () => runtime.text('FS');
      return (frame) =>
        thenAll([value(first), separator], frame, ([of, by]) =>
          splitInto(runtime, text(of), array(frame), by as string, third?.type === 'regex'),
        );
    }
    case 'match': {
      if (!first || !second) throw new AwkError('Too few arguments', line);
      const parts = [value(first), compilePattern(program, scope, second)];
      return (frame) => thenAll(parts, frame, ([of, source]) => matchText(runtime, text(of), source as string));
    }
    case 'sub':
    case 'gsub': {
      if (!first || !second) throw new AwkError('Too few arguments', line);
      const parts = [compilePattern(program, scope, first), value(second)];
      const target: Expression = third ?? { type: 'field', index: { type: 'number', value: 0 } };
      const isPlace = target.type === 'variable' || target.type === 'element' || target.type === 'field';
      const locate: Locate = isPlace
        ? compileLocate(program, scope, target)
        : (frame, use) =>
            andThen(value(target)(frame), (of) =>
              use(
                () => of,
                () => {},
              ),
            );
      return (frame) =>
        thenAll(parts, frame, ([source, by]) =>
          locate(frame, (get, set) => {
            const result = substitute(runtime, text(get()), source as string, text(by), name === 'gsub');
            if (result.count > 0) set(result.text);
            return result.count;
          }),
        );
    }
    case 'system':
    case 'close':
    case 'fflush': {
      const argument = first ? value(first) : () => '';
      return (frame) => andThen(argument(frame), (of) => callOutside(runtime, name, text(of)));
    }
  }
  const parts = args.map((part) => value(part));
  return (frame) => thenAll(parts, frame, (values) => callSimple(runtime, name, values, line));
}
