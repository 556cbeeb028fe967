import { SystemError } from '../files/errno.ts';
import { applet } from './applet.ts';
import { parseTime } from './parse-time.ts';
import { tryCall } from './failure.ts';
import { parseMode } from './mode.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** Sets times, making files: -c, -d @SECONDS, -r FILE. */
export const touch = applet('touch', function* (context, args) {
  const options = yield* parseOptions(context, args, 'camhd:t:r:');
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  let modifiedMs = context.nowMs();
  const like = options.value('r');
  if (like !== undefined) {
    const inode = context.files.find(like);
    if (!inode) {
      yield* context.complain(`touch: can't stat '${like}': No such file or directory`);
      return 1;
    }
    modifiedMs = inode.modifiedMs;
  }
  const when = options.value('d') ?? options.value('t');
  if (when !== undefined) {
    modifiedMs = parseTime(when, context.nowMs(), context.env.get('TZ'), true) ?? Number.NaN;
    if (Number.isNaN(modifiedMs)) {
      yield* context.complain(`touch: invalid date '${when}'`);
      return 1;
    }
  }
  let status = 0;
  for (const path of options.rest) {
    const exists = context.files.find(path) !== undefined;
    if (!exists && options.has('c')) continue;
    const done = yield* tryCall(context, path, () => {
      if (!exists) context.process.descriptors.close(context.files.open(path, { write: true, create: true }));
      context.files.change(path, {
        ...((options.has('m') || !options.has('a')) && { modifiedMs }),
        ...((options.has('a') || !options.has('m')) && { accessedMs: modifiedMs }),
      });
    });
    if (!done) status = 1;
  }
  return status;
});

/** Makes fifos. */
export const mkfifo = applet('mkfifo', function* (context, args) {
  let status = 0;
  const options = yield* parseOptions(context, args, 'm:', { mode: 'm' });
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  const mode = parseMode(options.value('m') ?? '666', 0o666, false, 0);
  if (mode === undefined) {
    yield* context.complain(`mkfifo: invalid mode '${options.value('m') ?? ''}'`);
    return 1;
  }
  for (const path of options.rest) {
    const made = yield* tryCall(context, path, () => {
      context.files.makeFifo(path);
      if (options.has('m')) context.files.change(path, { mode });
    });
    if (!made) status = 1;
  }
  return status;
});

/** A new file (or -d directory) with a random name: -d -p DIRECTORY -u -t. */
export const mktemp = applet('mktemp', function* (context, args) {
  const options = yield* parseOptions(context, args, 'dqtup:', { directory: 'd', quiet: 'q', 'dry-run': 'u' });
  if (!options) return 1;
  if (options.rest.length > 1) return yield* complainUsage(context);
  const base = options.value('p') ?? context.env.get('TMPDIR') ?? '/tmp';
  const given = options.rest[0];
  const template =
    given === undefined ? `${base}/tmp.XXXXXX` : options.has('p') || options.has('t') ? `${base}/${given}` : given;
  if (!template.endsWith('XXXXXX')) {
    yield* context.complain('mktemp: : Invalid argument');
    return 1;
  }
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const path = template.replace(/X+$/, (all) =>
    Array.from(all)
      .map(() => letters[context.random() % letters.length])
      .join(''),
  );
  const make = () => {
    if (options.has('u')) return;
    if (options.has('d')) context.files.makeDirectory(path, 0o700);
    else
      context.process.descriptors.close(
        context.files.open(path, { write: true, create: true, exclusive: true, mode: 0o600 }),
      );
  };
  if (options.has('q')) {
    try {
      make();
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return 1;
    }
  } else if (!(yield* tryCall(context, '', make))) return 1;
  yield* context.write(1, `${path}\n`);
  return 0;
});
