import { applet } from './applet.ts';
import { tryCall } from './failure.ts';
import { parseMode } from './mode.ts';
import { parseOptions } from './options.ts';
import { becomeProgram } from './run-others.ts';
import { complainUsage } from './usage.ts';

/** Makes a fifo (`NAME p`): -m MODE. A container may make no devices here. */
export const mknod = applet('mknod', function* (context, args) {
  const options = yield* parseOptions(context, args, 'm:');
  if (!options) return 1;
  const [name, type, major, minor] = options.rest;
  const isDevice = /^[bcu]$/.test(type ?? '');
  const isRight = isDevice ? minor !== undefined && options.rest.length === 4 : type === 'p' && major === undefined;
  if (name === undefined || !isRight) return yield* complainUsage(context);
  if (isDevice) {
    yield* context.complain(`mknod: ${name}: Operation not permitted`);
    return 1;
  }
  const mode = parseMode(options.value('m') ?? '', 0o666, false, 0);
  const made = yield* tryCall(context, name, () => {
    context.files.makeFifo(name);
    if (options.has('m') && mode !== undefined) context.files.change(name, { mode });
  });
  return made ? 0 : 1;
});

/** Runs a program with another root. Only `/` itself can be one here. */
export const chroot = applet('chroot', function* (context, args) {
  const [root, ...argv] = args;
  if (root === undefined) return yield* complainUsage(context);
  const isRoot = yield* tryCall(context, `can't change root directory to '${root}'`, () => context.files.locate(root));
  if (!isRoot) return 1;
  if (context.files.locate(root).path !== '/') {
    yield* context.complain(`chroot: can't change root directory to '${root}': Operation not permitted`);
    return 1;
  }
  context.files.changeDirectory('/');
  return yield* becomeProgram(
    context,
    argv.length > 0 ? argv : [context.env.get('SHELL') ?? '/bin/sh', '-i'],
    'chroot: ',
  );
});
