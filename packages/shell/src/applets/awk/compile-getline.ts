import type { Coroutine } from '../../process/process.ts';
import { SystemError } from '../../files/errno.ts';
import { compileExpression, compileLocate, type Scope } from './compile-expression.ts';
import type { Program } from './compile-program.ts';
import type { Evaluate } from './step.ts';
import { isWaiting } from './step.ts';
import type { Getline } from './tree.ts';
import { fromInput, toText, type Value } from './values.ts';

/** Compiles `getline` in its forms: 1 for a record, 0 at the end, -1 when it cannot be read. */
export function compileGetline(program: Program, scope: Scope, node: Getline): Evaluate {
  const { runtime } = program;
  const source = node.source && compileExpression(program, scope, node.source);
  const locate = node.into && compileLocate(program, scope, node.into);
  return function* (frame): Coroutine<Value> {
    let name: Value;
    if (source) {
      const step = source(frame);
      name = isWaiting(step) ? yield* step : step;
    }
    const text = yield* readOne(program, node.from, toText(name, runtime.text('CONVFMT')));
    if (typeof text !== 'string') return text;
    if (!locate) {
      runtime.record.setText(text);
      return 1;
    }
    const step = locate(frame, (_get, set) => {
      set(fromInput(text));
      return 1;
    });
    return isWaiting(step) ? yield* step : step;
  };
}

function* readOne({ runtime }: Program, from: Getline['from'], name: string): Coroutine<string | 0 | -1> {
  if (from === 'main') return (yield* runtime.nextRecord()) ?? (runtime.isAtEnd ? -1 : 0);
  const reader = yield* runtime.streams.reader(from, name);
  if (!reader) return -1;
  try {
    const text = yield* reader.next(runtime.text('RS'));
    runtime.cell('RT').value = reader.terminator;
    if (text === undefined) return 0;
    if (from === 'command') runtime.count('NR');
    return text;
  } catch (error) {
    if (error instanceof SystemError && error.code === 'EISDIR') return -1;
    throw error;
  }
}
