import { SystemError } from '../files/errno.ts';
import { baseName } from '../files/path.ts';
import { applet } from './applet.ts';
import { tryCall } from './failure.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** Links: -s -f -n -b -S SUFFIX -v -T. */
export const ln = applet('ln', function* (context, args) {
  const options = yield* parseOptions(context, args, 'sfnbS:vT');
  if (!options) return 1;
  const { files } = context;
  if (options.rest.length === 0) return yield* complainUsage(context);
  if (options.has('T') && options.rest.length > 2) return yield* complainUsage(context);
  const [only = ''] = options.rest;
  const isSingle = options.rest.length === 1;
  const last = isSingle ? baseName(only) : (options.rest.at(-1) ?? '');
  const isDirectory = !isSingle && files.find(last, !options.has('n'))?.kind === 'directory';
  if (options.has('T') && files.find(last)?.kind === 'directory') {
    yield* context.complain(`ln: '${last}' is a directory`);
    return 1;
  }
  let status = 0;
  for (const target of isSingle ? options.rest : options.rest.slice(0, -1)) {
    const path = isDirectory ? `${last.replace(/\/$/, '')}/${baseName(target)}` : last;
    if (!options.has('s') && !files.find(target, false)) {
      yield* context.complain(`ln: ${target}: No such file or directory`);
      status = 1;
      continue;
    }
    const done = yield* tryCall(context, path, () => {
      const exists = files.find(path, false) !== undefined;
      if (exists && options.has('b')) files.rename(path, path + (options.value('S') ?? '~'));
      else if (exists && options.has('f')) files.unlink(path);
      if (path.endsWith('/')) throw new SystemError('ENOENT');
      if (options.has('s')) files.makeSymbolicLink(target, path);
      else files.makeHardLink(target, path);
    });
    if (!done) status = 1;
    else if (options.has('v')) context.print(`'${path}' -> '${target}'\n`);
  }
  return status;
});
