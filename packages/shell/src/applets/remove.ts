import { SystemError } from '../files/errno.ts';
import { baseName } from '../files/path.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { mayGoOn } from './ask.ts';
import { tryCall } from './failure.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** How a tree is removed. */
interface Manner {
  readonly recursive: boolean;
  /** Asks before each file. */
  readonly asks?: boolean;
  /** Says what was removed. */
  readonly tells?: boolean;
}

/** Removes files: -r -f -i -v. */
export const rm = applet('rm', function* (context, args) {
  const options = yield* parseOptions(context, args, 'fiRrv');
  if (!options) return 1;
  const force = options.has('f');
  if (options.rest.length === 0 && !force) return yield* complainUsage(context);
  const manner = {
    recursive: options.has('r') || options.has('R'),
    asks: options.has('i') && !force,
    tells: options.has('v'),
  };
  let status = 0;
  for (const path of options.rest) {
    if (['.', '..'].includes(baseName(path))) {
      yield* context.complain(`rm: can't remove '.' or '..'`);
      status = 1;
      continue;
    }
    if (!context.files.find(path, false) && force) continue;
    if (!(yield* removeTree(context, path, manner))) status = 1;
  }
  return status;
});

/** @returns whether all of it is gone, or was to stay */
export function* removeTree(context: ProcessContext, path: string, manner: Manner): Coroutine<boolean> {
  const { files } = context;
  const inode = files.find(path, false);
  const told = (what: string, done: boolean) => {
    if (done && manner.tells) context.print(`removed ${what}'${path}'\n`);
    return done;
  };
  if (inode?.kind !== 'directory') {
    if (inode && manner.asks && !(yield* mayGoOn(context, `remove '${path}'`))) return true;
    const name = path.slice(0, path.lastIndexOf('/'));
    const isBelowFile = path.includes('/') && name !== '' && (files.find(name)?.kind ?? 'directory') !== 'directory';
    const what = isBelowFile ? `can't stat '${path}'` : `can't remove '${path}'`;
    return told('', yield* tryCall(context, what, () => files.unlink(path)));
  }
  if (!manner.recursive) {
    yield* context.complain(`rm: '${path}' is a directory`);
    return false;
  }
  if (manner.asks && !(yield* mayGoOn(context, `descend into directory '${path}'`))) return true;
  let isEmpty = true;
  try {
    for (const name of files.list(path)) {
      if (!(yield* removeTree(context, `${path.replace(/\/$/, '')}/${name}`, manner))) isEmpty = false;
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`rm: can't open '${path}': ${error.message}`);
    return false;
  }
  yield* context.breathe();
  if (!isEmpty) return false;
  if (manner.asks && !(yield* mayGoOn(context, `remove directory '${path}'`))) return true;
  return told('directory: ', yield* tryCall(context, `can't remove '${path}'`, () => files.removeDirectory(path)));
}

/** Removes empty directories: -p -v --ignore-fail-on-non-empty. */
export const rmdir = applet('rmdir', function* (context, args) {
  const long = { 'ignore-fail-on-non-empty': 'i', parents: 'p', verbose: 'v' };
  const options = yield* parseOptions(context, args, 'pvi', long);
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  let status = 0;
  for (const path of options.rest) {
    let at = path;
    while (at !== '') {
      if (options.has('v')) context.print(`rmdir: removing directory, '${at}'\n`);
      const inode = context.files.find(at, false);
      if (options.has('i') && inode?.kind === 'directory' && inode.entries.names().length > 0) break;
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
