import { SystemError } from '../files/errno.ts';
import { baseName } from '../files/path.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { tryCall } from './failure.ts';
import { parseOptions } from './options.ts';

/** Removes files: -r -f. */
export const rm = applet('rm', function* (context, args) {
  const options = yield* parseOptions(context, args, 'rRfiv');
  if (!options) return 1;
  const force = options.has('f');
  if (options.rest.length === 0 && !force) {
    yield* complainUsage(context);
    return 1;
  }
  let status = 0;
  for (const path of options.rest) {
    if (['.', '..'].includes(baseName(path))) {
      yield* context.complain(`rm: can't remove '.' or '..'`);
      status = 1;
      continue;
    }
    const inode = context.files.find(path, false);
    if (!inode && force) continue;
    if (!(yield* removeTree(context, path, options.has('r') || options.has('R')))) status = 1;
    else if (options.has('v')) context.print(`removed '${path}'\n`);
  }
  return status;
});

/** @returns whether all of it is gone */
export function* removeTree(context: ProcessContext, path: string, recursive: boolean): Coroutine<boolean> {
  const { files } = context;
  const inode = files.find(path, false);
  if (inode?.kind !== 'directory') return yield* tryCall(context, `can't remove '${path}'`, () => files.unlink(path));
  if (!recursive) {
    yield* context.complain(`rm: '${path}' is a directory`);
    return false;
  }
  let isEmpty = true;
  try {
    for (const name of files.list(path)) {
      if (!(yield* removeTree(context, `${path.replace(/\/$/, '')}/${name}`, true))) isEmpty = false;
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`rm: can't open '${path}': ${error.message}`);
    return false;
  }
  yield* context.breathe();
  return isEmpty && (yield* tryCall(context, `can't remove '${path}'`, () => files.removeDirectory(path)));
}

/** Removes empty directories: -p. */
export const rmdir = applet('rmdir', function* (context, args) {
  const options = yield* parseOptions(context, args, 'pv');
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  let status = 0;
  for (const path of options.rest) {
    let at = path;
    while (at !== '') {
      if (!(yield* tryCall(context, `'${at}'`, () => context.files.removeDirectory(at)))) {
        status = 1;
        break;
      }
      if (!options.has('p')) break;
      at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '';
    }
  }
  return status;
});
