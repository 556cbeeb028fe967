import { SystemError } from '../files/errno.ts';
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
    const parents = options.has('p')
      ? Array.from(path.matchAll(/[^/]\/+(?=[^/])/g), ({ index, 0: all }) => index + all.length)
      : [];
    for (const end of [...parents, path.length]) {
      const step = path.slice(0, end);
      const isLast = end === path.length;
      if (options.has('p') && context.files.find(step)?.kind === 'directory') continue;
      const subject = isLast ? path : step;
      const made = yield* tryCall(context, `can't create directory '${subject}'`, () => {
        if (!isLast && context.files.find(step.replace(/\/+$/, ''))) throw new SystemError('ENOTDIR');
        context.files.makeDirectory(step);
        if (isLast && mode !== undefined) context.files.change(step, { mode });
      });
      if (made && options.has('v')) context.print(`created directory: '${step}'\n`);
      if (made) continue;
      status = 1;
      break;
    }
  }
  return status;
});
