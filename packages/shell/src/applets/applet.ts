import { loadOutputFailed } from '#applets';
import { OutputError } from '../files/errno.ts';
import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import { PatternError } from './regular-expression/pattern-error.ts';
import { complainUsage } from './usage.ts';
import type { Coroutine } from '../process/process.ts';

/** A small program of busybox: what it does with its arguments (without its own name). @returns the exit code */
export type AppletBody = (context: ProcessContext, args: readonly string[]) => Coroutine<number>;

/** Programs that `--help` is no option of. */
const withoutHelp = new Set(['echo', 'true', 'false', 'test', '[', '[[', 'busybox', 'printf']);

/** Makes a program of an applet. `--help` as the only argument says how it is used, on standard error. */
export function applet(name: string, body: AppletBody): Program {
  return {
    name,
    run: function* (context) {
      const args = context.argv.slice(1);
      if (args.length === 1 && args[0] === '--help' && !withoutHelp.has(name)) {
        yield* complainUsage(context);
        return 0;
      }
      context.endsWithOutput = true;
      try {
        const status = yield* body(context, args);
        yield* context.flush();
        return status;
      } catch (error) {
        if (error instanceof OutputError) return yield* (yield* loadOutputFailed(context))(context, error);
        if (!(error instanceof PatternError)) throw error;
        yield* context.complain(`${name}: bad regex '${error.pattern}': ${error.message}`);
        return 1;
      }
    },
  };
}
