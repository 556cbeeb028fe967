import { attempt } from '../files/errno.ts';
import { baseName, directoryName } from '../files/path.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { parseOptions } from './options.ts';

export const basename = applet('basename', function* (context, args) {
  const options = yield* parseOptions(context, args, 'as:');
  if (!options) return 1;
  const [path, other] = options.rest;
  const suffix = options.value('s') ?? other;
  if (options.has('a') || options.has('s')) {
    for (const one of options.rest) {
      const end = options.value('s');
      const base = baseName(one);
      context.print(`${end !== undefined && base.endsWith(end) && base !== end ? base.slice(0, -end.length) : base}\n`);
    }
    return options.rest.length > 0 ? 0 : yield* complainUsage(context);
  }
  if (path === undefined) {
    yield* complainUsage(context);
    return 1;
  }
  const name = baseName(path);
  const isCut = suffix !== undefined && name.endsWith(suffix) && name !== suffix;
  yield* context.write(1, `${isCut ? name.slice(0, name.length - suffix.length) : name}\n`);
  return 0;
});

export const dirname = applet('dirname', function* (context, args) {
  const [path] = args;
  if (path === undefined || args.length > 1) return yield* complainUsage(context);
  yield* context.write(1, `${directoryName(path)}\n`);
  return 0;
});

/** Where links lead: -f -n. */
export const readlink = applet('readlink', function* (context, args) {
  const options = yield* parseOptions(context, args, 'fnvqsem');
  if (!options) return 1;
  if (options.rest.length !== 1) return yield* complainUsage(context);
  let status = 0;
  for (const path of options.rest) {
    const target = options.has('f')
      ? (attempt(() => context.files.locate(path).path) ??
        attempt(() => `${context.files.locate(directoryName(path)).path.replace(/\/$/, '')}/${baseName(path)}`))
      : attempt(() => context.files.readLink(path));
    if (target === undefined) status = 1;
    else context.print(options.has('n') ? target : `${target}\n`);
  }
  return status;
});

export const realpath = applet('realpath', function* (context, args) {
  let status = 0;
  for (const path of args) {
    const at = attempt(() => context.files.locate(path).path);
    if (at === undefined) {
      yield* context.complain(`realpath: ${path}: No such file or directory`);
      status = 1;
    } else context.print(`${at}\n`);
  }
  return status;
});
