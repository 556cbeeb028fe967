import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

/** Asks on standard error (`rm: remove 'f'? `); an answer that begins with `y` or `Y` is yes. */
export function* mayGoOn(context: ProcessContext, question: string): Coroutine<boolean> {
  return yield* isConfirmed(context, `${context.process.command}: ${question}? `);
}

/** Writes a prompt to standard error; an answer that begins with `y` or `Y` is yes. */
export function* isConfirmed(context: ProcessContext, prompt: string): Coroutine<boolean> {
  yield* context.flush();
  yield* context.write(2, prompt);
  let answer = '';
  for (;;) {
    const [byte] = yield* context.read(0, 1);
    if (byte === undefined || byte === 10) return /^[yY]/.test(answer);
    answer += String.fromCharCode(byte);
  }
}
