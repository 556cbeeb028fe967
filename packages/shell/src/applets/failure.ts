import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

/** Makes a call; when it fails, says `NAME: WHAT: REASON`. @returns whether it succeeded */
export function* tryCall(context: ProcessContext, what: string, call: () => void): Coroutine<boolean> {
  try {
    call();
    return true;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`${context.process.command}: ${what}: ${error.message}`);
    return false;
  }
}
