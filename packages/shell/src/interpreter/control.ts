import type { ByteString } from '../files/bytes.ts';
import type { Coroutine } from '../process/process.ts';

/** What a part of a script gives: a value when it could go through at once, else a coroutine that will give it. */
export type Step<T> = T | Coroutine<T>;

/** `break` or `continue` on its way to its loop. */
export class LoopControl {
  constructor(
    readonly kind: 'break' | 'continue',
    public levels: number,
  ) {}
}

/** `return` on its way out of a function or a sourced file. */
export class FunctionReturn {
  constructor(readonly status: number) {}
}

/** ^C on its way out of what an interactive shell runs. */
export class Interrupted {
  readonly status = 130;
}

/** `exit`, or a reason to leave a shell that is not interactive. */
export class ShellExit {
  constructor(readonly status: number) {}
}

/** Something that is not part of ash's language, seen when a script is compiled: nothing of the script runs. */
export class CompileError {
  constructor(readonly message: ByteString) {}
}

/** An error of the shell itself; the message is printed after `sh: `, and ends a shell that is not interactive. */
export class ShellError {
  /** Set when it has been written. */
  isTold = false;

  /** @param start what comes before the message; default: what the shell says when it is written */
  constructor(
    readonly message: ByteString,
    readonly status = 2,
    readonly start?: ByteString,
  ) {}
}
