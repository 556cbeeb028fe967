import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

/** The first line of what busybox says when it is used wrongly. */
export const busyboxBanner = 'BusyBox v1.37.0 multi-call binary.';

/** Says how an applet is used. @returns its exit code */
export function* showUsage(context: ProcessContext, usage: string): Coroutine<number> {
  yield* context.complain(`${busyboxBanner}\n\nUsage: ${usage}`);
  return 1;
}
