import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { tryCall } from './failure.ts';
import { parseMode } from './mode.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** Makes directories: -p, -m MODE, -v. */
export const mkdir = applet('mkdir', function* (context, args) {
  const options = yield* parseOptions(context, args, 'm:pv', { parents: 'p', mode: 'm', verbose: 'v' });
  if (!options) return 1;
  const modeText = options.value('m');
  const mode = modeText === undefined ? undefined : parseMode(modeText, 0o777, true, 0);
  if (modeText !== undefined && mode === undefined) {
    yield* context.complain(`mkdir: invalid mode '${modeText}'`);
    return 1;
  }
  if (options.rest.length === 0) return yield* complainUsage(context);
  let status = 0;
  for (const path of options.rest) {
    const how = { isVerbose: options.has('v'), mode };
    if (!(yield* (options.has('p') ? makeParents : makeOne)(context, path, how))) status = 1;
  }
  return status;
});

interface Making {
  readonly isVerbose: boolean;
  readonly mode?: number | undefined;
}

function* makeOne(context: ProcessContext, path: string, { isVerbose, mode }: Making): Coroutine<boolean> {
  const isMade = yield* tryCall(context, `can't create directory '${path}'`, () => {
    context.files.makeDirectory(path);
    if (mode !== undefined) context.files.change(path, { mode });
  });
  if (isMade && isVerbose) context.print(`created directory: '${path}'\n`);
  return isMade;
}

/** Makes a directory and those it is in; that one is there already is no fault. @returns whether it is there now */
export function* makeParents(context: ProcessContext, path: string, how: Making): Coroutine<boolean> {
  const ends = Array.from(path.matchAll(/[^/]\/+(?=[^/])/g), ({ index, 0: all }) => index + all.length);
  for (const end of [...ends, path.length]) {
    const step = path.slice(0, end);
    const isLast = end === path.length;
    if (context.files.find(step)?.kind === 'directory') continue;
    if (!isLast && context.files.find(step.replace(/\/+$/, ''))) {
      const { message } = new SystemError('ENOTDIR');
      yield* context.complain(`${context.process.command}: can't create directory '${step}': ${message}`);
      return false;
    }
    if (!(yield* makeOne(context, step, isLast ? how : { isVerbose: how.isVerbose }))) return false;
  }
  return true;
}
