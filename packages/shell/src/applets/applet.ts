import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

/** A small program of busybox: what it does with its arguments (without its own name). @returns the exit code */
export type AppletBody = (context: ProcessContext, args: readonly string[]) => Coroutine<number>;

/** Makes a program of an applet. */
export function applet(name: string, body: AppletBody): Program {
  return { name, run: (context) => body(context, context.argv.slice(1)) };
}
