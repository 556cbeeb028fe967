import { attempt, SystemError } from '../files/errno.ts';
import { absolutePath, baseName, directoryName } from '../files/path.ts';
import type { ProcessContext } from '../process/context.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { parseOptions } from './options.ts';

export const basename = applet('basename', function* (context, args) {
  const options = yield* parseOptions(context, args, 'as:');
  if (!options) return 1;
  const [path, other] = options.rest;
  if (options.rest.length > 2 && !options.has('a') && !options.has('s')) return yield* complainUsage(context);
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
  // C's dirname leaves two slashes as they are.
  yield* context.write(1, `${path === '//' ? path : directoryName(path)}\n`);
  return 0;
});

/** Where a path leads; the last name need not be there when the path has a slash, or is a link. */
function canonicalPath(context: ProcessContext, path: string): string {
  const { files } = context;
  const found = attempt(() => files.locate(path).path);
  if (found !== undefined) return found;
  const target = attempt(() => files.readLink(path));
  if (target !== undefined) return canonicalPath(context, absolutePath(context.process.cwd, target));
  if (!path.includes('/')) throw new SystemError('ENOENT');
  return `${files.locate(directoryName(path)).path.replace(/\/$/, '')}/${baseName(path)}`;
}

/** Where links lead: -f -n -v. */
export const readlink = applet('readlink', function* (context, args) {
  const options = yield* parseOptions(context, args, 'fnv');
  if (!options) return 1;
  const [path, more] = options.rest;
  if (path === undefined || more !== undefined) return yield* complainUsage(context);
  try {
    const target = options.has('f') ? resolveFully(context, path) : context.files.readLink(path);
    context.print(options.has('n') ? target : `${target}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const reason = error.code === 'EINVAL' ? 'not a symlink' : error.message;
    if (options.has('v')) yield* context.complain(`readlink: ${path}: cannot read link: ${reason}`);
    return 1;
  }
});

/** As `canonicalPath`, but links that go round are an error. */
function resolveFully(context: ProcessContext, path: string): string {
  try {
    return context.files.locate(path).path;
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'ENOENT') throw error;
    return canonicalPath(context, path);
  }
}

export const realpath = applet('realpath', function* (context, args) {
  if (args.length === 0) return yield* complainUsage(context);
  let status = 0;
  for (const path of args) {
    try {
      context.print(`${resolveFully(context, path)}\n`);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* context.complain(`realpath: ${path}: ${error.message}`);
      status = 1;
    }
  }
  return status;
});
