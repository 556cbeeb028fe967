import { SystemError } from '../files/errno.ts';
import type { Inode } from '../files/inode.ts';
import { baseName } from '../files/path.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { mayGoOn } from './ask.ts';
import { tryCall } from './failure.ts';
import { type Options, parseOptions } from './options.ts';
import { removeTree } from './remove.ts';

/** Copies: -r -a -p -f -d -i. */
export const cp = applet('cp', function* (context, args) {
  const options = yield* parseOptions(context, args, 'rRapfdPLHvTuinlst:');
  if (!options) return 1;
  return yield* intoTarget(context, options, function* (from, to) {
    return yield* copyTree(context, from, to, options);
  });
});

/** Moves: -f -n. Between volumes it copies and removes. */
export const mv = applet('mv', function* (context, args) {
  const options = yield* parseOptions(context, args, 'finvTt:');
  if (!options) return 1;
  return yield* intoTarget(context, options, function* (from, to) {
    if (options.has('n') && context.files.find(to, false)) return true;
    if (options.has('i') && context.files.find(to, false) && !(yield* mayGoOn(context, `overwrite '${to}'`)))
      return true;
    try {
      context.files.rename(from, to);
      if (options.has('v')) context.print(`'${from}' -> '${to}'\n`);
      return true;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      if (error.code === 'EXDEV') {
        const always: Options = { ...options, has: (letter) => 'rpd'.includes(letter) || options.has(letter) };
        return (yield* copyTree(context, from, to, always)) && (yield* removeTree(context, from, { recursive: true }));
      }
      yield* context.complain(`mv: can't rename '${from}': ${error.message}`);
      return false;
    }
  });
});

function* intoTarget(
  context: ProcessContext,
  options: Options,
  act: (from: string, to: string) => Coroutine<boolean>,
): Coroutine<number> {
  const sources = options.has('t') ? options.rest : options.rest.slice(0, -1);
  const target = options.value('t') ?? options.rest.at(-1);
  if (target === undefined || sources.length === 0) {
    yield* complainUsage(context);
    return 1;
  }
  const found = context.files.find(target);
  if (found?.kind === 'directory' && options.has('T') && context.process.command === 'cp') {
    yield* context.complain(`cp: '${target}' is a directory`);
    return 1;
  }
  const isDirectory = found?.kind === 'directory' && !options.has('T');
  const plain = target.endsWith('/') ? context.files.find(target.replace(/\/+$/, '')) : undefined;
  if (plain && plain.kind !== 'directory') {
    yield* context.complain(`${context.process.command}: can't stat '${target}': Path has non-directory component`);
    return 1;
  }
  const isInTheWay = found !== undefined && !isDirectory;
  // cp puts a directory only into a directory, or where nothing is.
  const isTree = context.process.command === 'cp' && context.files.find(sources[0] ?? '')?.kind === 'directory';
  const isMany = sources.length > 1 || (isInTheWay && isTree && !options.has('T'));
  const isBlocked = isInTheWay && isMany;
  let status = 0;
  for (const from of sources) {
    const to = isDirectory || isMany ? `${target.replace(/\/$/, '')}/${baseName(from)}` : target;
    if (isBlocked) {
      const reason = context.process.command === 'mv' ? 'Path has non-directory component' : 'Not a directory';
      yield* context.complain(`${context.process.command}: can't stat '${to}': ${reason}`);
      status = 1;
    } else if (!(yield* act(from, to))) status = 1;
  }
  return status;
}

/** A copy of a tree while it goes on. */
interface Copying {
  /** Directories that it made: they are not copied themselves. */
  readonly made: Set<Inode>;
}

/** Copies a file or a tree; -v says so when it is done. */
export function* copyTree(
  context: ProcessContext,
  from: string,
  to: string,
  options: Options,
  into?: Copying,
): Coroutine<boolean> {
  const done = yield* copyOne(context, from, to, options, into);
  if (done && options.has('v')) context.print(`'${from}' -> '${to}'\n`);
  return done;
}

function* copyOne(
  context: ProcessContext,
  from: string,
  to: string,
  options: Options,
  into: Copying | undefined,
): Coroutine<boolean> {
  const { files } = context;
  const recursive = options.has('r') || options.has('R') || options.has('a');
  const keepsLinks = recursive || options.has('d') || options.has('P');
  const follows = options.has('L') || (options.has('H') && into === undefined);
  const inode = files.find(from, follows || !keepsLinks);
  if (!inode) {
    yield* context.complain(`${context.process.command}: can't stat '${from}': No such file or directory`);
    return false;
  }
  if (inode.kind === 'link')
    return yield* tryCall(context, `can't create symlink '${to}'`, () => files.makeSymbolicLink(inode.target, to));
  if (inode.kind === 'directory') {
    if (!recursive) {
      yield* context.complain(`${context.process.command}: omitting directory '${from}'`);
      return false;
    }
    const made = into?.made ?? new Set<Inode>();
    if (made.has(inode)) {
      yield* context.complain(`cp: recursion detected, omitting directory '${from}'`);
      return false;
    }
    if (
      !files.find(to) &&
      !(yield* tryCall(context, `can't create directory '${to}'`, () => files.makeDirectory(to, inode.mode)))
    ) {
      return false;
    }
    made.add(files.stat(to));
    let all = true;
    for (const name of files.list(from))
      if (!(yield* copyTree(context, `${from}/${name}`, `${to}/${name}`, options, { made }))) all = false;
    return all;
  }
  const there = files.find(to);
  if (options.has('n') && there) return true;
  if (options.has('u') && there && inode.modifiedMs <= there.modifiedMs) return true;
  if (files.find(to) === inode) {
    yield* context.complain(`${context.process.command}: '${from}' and '${to}' are the same file`);
    return false;
  }
  if (options.has('i') && files.find(to) && !(yield* mayGoOn(context, `overwrite '${to}'`))) return true;
  if (options.has('l')) return yield* tryCall(context, `can't create link '${to}'`, () => files.makeHardLink(from, to));
  if (options.has('s')) {
    return yield* tryCall(context, `can't create symlink '${to}'`, () => files.makeSymbolicLink(from, to));
  }
  return yield* copyFile(context, from, to, options);
}

function* copyFile(context: ProcessContext, from: string, to: string, options: Options): Coroutine<boolean> {
  const { files, process } = context;
  const inode = files.stat(from);
  if (inode.kind === 'program') {
    return yield* tryCall(context, `can't create '${to}'`, () => files.makeProgram(to, inode.program, inode.mode));
  }
  const input = yield* openOrComplain(context, from, () => files.open(from), 'open');
  if (input === undefined) return false;
  const create = () => files.open(to, { write: true, create: true, truncate: true, mode: inode.mode & 0o777 });
  const output = options.has('f')
    ? yield* openByForce(context, to, create)
    : yield* openOrComplain(context, to, create, 'create');
  if (output === undefined) return false;
  for (;;) {
    const bytes = yield* context.read(input);
    if (bytes.length === 0) break;
    try {
      yield* context.write(output, bytes);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error;
      yield* context.complain(`${process.command}: write error: ${error.message}`);
      return false;
    }
  }
  process.descriptors.close(input);
  process.descriptors.close(output);
  if (options.has('p') || options.has('a')) {
    const { mode, modifiedMs, accessedMs, uid, gid } = inode;
    const owner = process.user.uid === 0 ? { uid, gid } : {};
    return yield* tryCall(context, `can't preserve attributes of '${to}'`, () =>
      files.change(to, { mode, modifiedMs, accessedMs, ...owner }),
    );
  }
  return true;
}

function* openOrComplain(
  context: ProcessContext,
  path: string,
  open: () => number,
  verb: string,
): Coroutine<number | undefined> {
  let fd: number | undefined;
  const opened = yield* tryCall(context, `can't ${verb} '${path}'`, () => {
    fd = open();
  });
  return opened ? fd : undefined;
}

/** Removes what cannot be opened, and tries once more. */
function* openByForce(context: ProcessContext, path: string, open: () => number): Coroutine<number | undefined> {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (error.code === 'ENOENT' && !context.files.find(path, false)) {
      yield* context.complain(`${context.process.command}: can't create '${path}': Path does not exist`);
      return undefined;
    }
    return yield* openOrComplain(
      context,
      path,
      () => {
        const kind = context.files.find(path, false)?.kind;
        if (kind === undefined || kind === 'directory') throw error;
        context.files.unlink(path);
        return open();
      },
      'create',
    );
  }
}
