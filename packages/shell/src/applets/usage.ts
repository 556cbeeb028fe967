import { loadUsageLines } from '#applets';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

/** What `busybox` says it is. */
export const banner = 'BusyBox v1.37.0 (Debian 1:1.37.0-6+b9) multi-call binary.';

/** Tells how the running program is used, after a message when there is one. @returns 1, the exit code */
export function* complainUsage(context: ProcessContext, message?: string): Coroutine<number> {
  const { command } = context.process;
  if (message !== undefined) yield* context.complain(`${command}: ${message}`);
  const line = (yield* loadUsageLines(context))[command];
  if (line !== undefined)
    yield* context.complain(`${banner}\n\n${line === '' ? 'No help available' : `Usage: ${line}`}`);
  return 1;
}
