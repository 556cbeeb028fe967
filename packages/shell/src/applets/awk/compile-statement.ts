import type { Coroutine } from '../../process/process.ts';
import { compileArray, compileExpression, compileLocate, type Scope } from './compile-expression.ts';
import type { Program } from './compile-program.ts';
import { AwkExit, type Evaluate, type Execute, flow, type Frame, isWaiting, NextRecord, thenAll } from './step.ts';
import type { Statement } from './tree.ts';
import { formatAwk, isTrue, keysInOrder, toNumber, toText, type Value } from './values.ts';

/** Compiles a statement. Loops give way to other processes when their time is used up. */
export function compileStatement(program: Program, scope: Scope, node: Statement): Execute {
  const { runtime } = program;
  const value = (part: Parameters<typeof compileExpression>[2]) => compileExpression(program, scope, part);
  const statement = (part: Statement) => compileStatement(program, scope, part);
  switch (node.type) {
    case 'expression': {
      const evaluate = value(node.value);
      return (frame) => {
        runtime.context.charge(5);
        const step = evaluate(frame);
        return isWaiting(step) ? finish(step) : flow.normal;
      };
    }
    case 'print':
      return compilePrint(program, scope, node);
    case 'if': {
      const test = value(node.test);
      const then = statement(node.then);
      const otherwise = node.otherwise && statement(node.otherwise);
      const choose = (frame: Frame, result: Value) =>
        isTrue(result) ? then(frame) : (otherwise?.(frame) ?? flow.normal);
      return (frame) => {
        const step = test(frame);
        if (!isWaiting(step)) return choose(frame, step);
        return (function* (): Coroutine<number> {
          const next = choose(frame, yield* step);
          return typeof next === 'number' ? next : yield* next;
        })();
      };
    }
    case 'while':
      return compileLoop(program, { test: value(node.test), body: statement(node.body), bodyFirst: node.first });
    case 'for': {
      const start = node.start && statement(node.start);
      const loop = compileLoop(program, {
        test: node.test && value(node.test),
        body: statement(node.body),
        step: node.step && statement(node.step),
        bodyFirst: false,
      });
      return function* (frame): Coroutine<number> {
        const begun = start?.(frame) ?? flow.normal;
        if (typeof begun !== 'number') yield* begun;
        const result = loop(frame);
        return typeof result === 'number' ? result : yield* result;
      };
    }
    case 'forIn': {
      const array = compileArray(program, scope, node.array);
      const locate = compileLocate(program, scope, { type: 'variable', name: node.name });
      const body = statement(node.body);
      return function* (frame): Coroutine<number> {
        for (const key of keysInOrder(array(frame))) {
          locate(frame, (_get, set) => {
            set(key);
            return 0;
          });
          const step = body(frame);
          const how = typeof step === 'number' ? step : yield* step;
          if (how === flow.break) break;
          if (how === flow.return) return how;
          yield* runtime.context.breathe();
        }
        return flow.normal;
      };
    }
    case 'block':
      return compileBlock(node.body.map(statement));
    case 'break':
      return () => flow.break;
    case 'continue':
      return () => flow.continue;
    case 'next':
    case 'nextfile':
      return () => {
        throw new NextRecord(node.type === 'nextfile');
      };
    case 'exit':
    case 'return': {
      const result = node.value && value(node.value);
      return function* (frame): Coroutine<number> {
        const step = result?.(frame);
        const given = isWaiting(step) ? yield* step : step;
        if (node.type === 'exit') {
          if (result) runtime.status = toNumber(given) & 255;
          throw new AwkExit();
        }
        program.returned = given;
        return flow.return;
      };
    }
    case 'delete': {
      const array = compileArray(program, scope, node.array);
      const subscripts = node.subscripts?.map(value);
      return (frame) => {
        if (!subscripts) {
          runtime.deleteElement(array(frame));
          return flow.normal;
        }
        const step = thenAll(subscripts, frame, (values) => {
          const format = runtime.text('CONVFMT');
          const key = values.map((part) => toText(part, format)).join(runtime.text('SUBSEP'));
          runtime.deleteElement(array(frame), key);
          return 0;
        });
        return isWaiting(step) ? finish(step) : flow.normal;
      };
    }
  }
}

function* finish(step: Coroutine<Value>): Coroutine<number> {
  yield* step;
  return flow.normal;
}

function compileBlock(body: readonly Execute[]): Execute {
  const rest = function* (frame: Frame, first: Coroutine<number>, from: number): Coroutine<number> {
    let how = yield* first;
    for (let index = from; how === flow.normal && index < body.length; index += 1) {
      const step = (body[index] as Execute)(frame);
      how = typeof step === 'number' ? step : yield* step;
    }
    return how;
  };
  return (frame) => {
    for (let index = 0; index < body.length; index += 1) {
      const step = (body[index] as Execute)(frame);
      if (typeof step !== 'number') return rest(frame, step, index + 1);
      if (step !== flow.normal) return step;
    }
    return flow.normal;
  };
}

interface Loop {
  readonly test: Evaluate | undefined;
  readonly body: Execute;
  readonly step?: Execute | undefined;
  readonly bodyFirst: boolean;
}

function compileLoop(program: Program, { test, body, step, bodyFirst }: Loop): Execute {
  const { context } = program.runtime;
  return function* (frame): Coroutine<number> {
    let first = bodyFirst;
    for (;;) {
      const clause = first || !test ? 1 : test(frame);
      first = false;
      if (!isTrue(isWaiting(clause) ? yield* clause : clause)) return flow.normal;
      const ran = body(frame);
      const how = typeof ran === 'number' ? ran : yield* ran;
      if (how === flow.break) return flow.normal;
      if (how === flow.return) return how;
      const stepped = step?.(frame);
      if (typeof stepped === 'object') yield* stepped;
      context.charge(5);
      if (context.process.stepsLeft <= 0) yield* context.breathe();
    }
  };
}

function compilePrint(program: Program, scope: Scope, node: Statement & { type: 'print' }): Execute {
  const { runtime } = program;
  const { context, streams } = runtime;
  const args = node.args.map((part) => compileExpression(program, scope, part));
  const to = node.to && { operator: node.to.operator, target: compileExpression(program, scope, node.to.target) };
  const render = (values: readonly Value[]): string => {
    if (node.formatted) return formatAwk(toText(values[0], ''), values.slice(1), runtime.text('CONVFMT'));
    const separator = runtime.text('ORS');
    if (args.length === 0) return runtime.record.text() + separator;
    const format = runtime.text('OFMT');
    return values.map((part) => toText(part, format)).join(runtime.text('OFS')) + separator;
  };
  return (frame) => {
    context.charge(10);
    const step = thenAll(args, frame, (values) => render(values));
    if (!isWaiting(step) && !to) {
      context.print(step as string);
      return context.isOutputFull ? flush() : flow.normal;
    }
    return slowly(frame, step);
  };
  function* flush(): Coroutine<number> {
    yield* context.flush();
    return flow.normal;
  }
  function* slowly(frame: Frame, step: Value | Coroutine<Value>): Coroutine<number> {
    const text = (isWaiting(step) ? yield* step : step) as string;
    if (!to) {
      context.print(text);
      if (context.isOutputFull) yield* context.flush();
      return flow.normal;
    }
    const target = to.target(frame);
    const name = toText(isWaiting(target) ? yield* target : target, runtime.text('CONVFMT'));
    yield* streams.write(to.operator, name, text);
    return flow.normal;
  }
}
