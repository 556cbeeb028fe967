import { baseName, directoryName } from '../files/path.ts';
import { applet } from './applet.ts';
import { parseTime } from './date.ts';
import { tryCall } from './failure.ts';
import { parseMode } from './mode.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** Makes directories: -p, -m MODE, -v. */
export const mkdir = applet('mkdir', function* (context, args) {
  const options = yield* parseOptions(context, args, 'pm:v', { parents: 'p', mode: 'm' });
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  let status = 0;
  for (const path of options.rest) {
    const parts = path.split('/');
    const steps = options.has('p') ? parts.map((_part, index) => parts.slice(0, index + 1).join('/')) : [path];
    for (const [index, step] of steps.entries()) {
      const isLast = index === steps.length - 1;
      if (step === '' || (options.has('p') && context.files.find(step)?.kind === 'directory')) continue;
      if (!isLast && options.has('p') && context.files.find(step)) {
        yield* context.complain(`mkdir: can't create directory '${step}/': Not a directory`);
        status = 1;
        break;
      }
      const mode = isLast && options.has('m') ? parseMode(options.value('m') ?? '', 0o777, true, 0) : 0o777;
      const made = yield* tryCall(context, `can't create directory '${path}'`, () => {
        context.files.makeDirectory(step, mode);
        if (isLast && options.has('m')) context.files.change(step, { mode: mode ?? 0o777 });
      });
      if (made && options.has('v')) context.print(`created directory: '${step}'\n`);
      if (made) continue;
      status = 1;
      break;
    }
  }
  return status;
});

/** Sets times, making files: -c, -d @SECONDS, -r FILE. */
export const touch = applet('touch', function* (context, args) {
  const options = yield* parseOptions(context, args, 'camhd:t:r:');
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  let modifiedMs = context.nowMs();
  const like = options.value('r');
  if (like !== undefined) modifiedMs = context.files.find(like)?.modifiedMs ?? modifiedMs;
  const when = options.value('d') ?? options.value('t');
  if (when !== undefined) {
    modifiedMs = parseTime(when, modifiedMs) ?? Number.NaN;
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
      context.files.change(path, { modifiedMs, accessedMs: modifiedMs });
    });
    if (!done) status = 1;
  }
  return status;
});

/** Links: -s, -f, -n. */
export const ln = applet('ln', function* (context, args) {
  const options = yield* parseOptions(context, args, 'sfnvT');
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  const targets = options.rest.length > 1 ? options.rest.slice(0, -1) : options.rest;
  const last = options.rest.length > 1 ? (options.rest.at(-1) ?? '.') : '.';
  const inDirectory = context.files.find(last, !options.has('n'))?.kind === 'directory';
  let status = 0;
  for (const target of targets) {
    const path = inDirectory ? `${last.replace(/\/$/, '')}/${baseName(target)}` : last;
    const missing = !options.has('s') && !context.files.find(target, false);
    const done = yield* tryCall(context, missing ? target : path, () => {
      if (options.has('f') && context.files.find(path, false)) context.files.unlink(path);
      if (options.has('s')) context.files.makeSymbolicLink(target, path);
      else context.files.makeHardLink(target, path);
    });
    if (!done) status = 1;
    else if (options.has('v')) context.print(`'${path}' -> '${target}'\n`);
  }
  return status;
});

/** Makes fifos. */
export const mkfifo = applet('mkfifo', function* (context, args) {
  let status = 0;
  for (const path of args) if (!(yield* tryCall(context, path, () => context.files.makeFifo(path)))) status = 1;
  return status;
});

/** A new file (or -d directory) with a random name: -d -p DIRECTORY -u -t. */
export const mktemp = applet('mktemp', function* (context, args) {
  const options = yield* parseOptions(context, args, 'dqtup:');
  if (!options) return 1;
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
  const made = yield* tryCall(context, `${directoryName(path)}/${baseName(path)}`, () => {
    if (options.has('u')) return;
    if (options.has('d')) context.files.makeDirectory(path, 0o700);
    else
      context.process.descriptors.close(
        context.files.open(path, { write: true, create: true, exclusive: true, mode: 0o600 }),
      );
  });
  if (!made) return 1;
  yield* context.write(1, `${path}\n`);
  return 0;
});
