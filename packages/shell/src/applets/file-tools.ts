import { baseName } from '../files/path.ts';
import { parseMode } from './mode.ts';
import { applet } from './applet.ts';
import { tryCall } from './failure.ts';
import { readFile } from './lines.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';
import { findGroup, findUser } from './users.ts';

/** Copies files with a mode and an owner, or makes directories (-d): -m -o -g -D -t -s -p. */
export const install = applet('install', function* (context, args) {
  const options = yield* parseOptions(context, args, 'cdDpsm:o:g:t:');
  if (!options) return 1;
  const mode = parseMode(options.value('m') ?? '755', 0, false, 0) ?? 0o755;
  const owner = options.value('o');
  const group = options.value('g');
  const uid = owner === undefined ? undefined : findUser(context, owner);
  const gid = group === undefined ? undefined : findGroup(context, group);
  const settle = (path: string) =>
    context.files.change(path, { mode, ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) });
  const makeAll = (path: string) => {
    const parts = path.split('/');
    for (const [index] of parts.entries()) {
      const step = parts.slice(0, index + 1).join('/');
      if (step !== '' && !context.files.find(step)) context.files.makeDirectory(step, 0o755);
    }
  };
  let status = 0;
  if (options.has('d')) {
    for (const path of options.rest) {
      const made = yield* tryCall(context, `can't create directory '${path}'`, () => {
        makeAll(path);
        settle(path);
      });
      if (!made) status = 1;
    }
    return status;
  }
  const target = options.value('t') ?? options.rest.at(-1);
  const sources = options.has('t') ? options.rest : options.rest.slice(0, -1);
  if (target === undefined || sources.length === 0) return yield* complainUsage(context);
  const isDirectory = context.files.find(target)?.kind === 'directory';
  for (const source of sources) {
    const path = isDirectory || options.has('t') ? `${target.replace(/\/$/, '')}/${baseName(source)}` : target;
    if (!context.files.find(source)) {
      yield* context.complain(`install: can't stat '${source}': No such file or directory`);
      status = 1;
      continue;
    }
    const text = yield* context.readAll(context.files.open(source));
    let fd: number | undefined;
    const opened = yield* tryCall(context, `can't create '${path}'`, () => {
      if (options.has('D')) makeAll(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
      if (context.files.find(path, false)) context.files.unlink(path);
      fd = context.files.open(path, { write: true, create: true, truncate: true });
    });
    if (!opened || fd === undefined) {
      status = 1;
      continue;
    }
    yield* context.write(fd, text);
    context.process.descriptors.close(fd);
    settle(path);
  }
  return status;
});

/** A hard link, without options. */
export const link = applet('link', function* (context, args) {
  const options = yield* parseOptions(context, args, '');
  if (!options) return 1;
  const [from, to, more] = options.rest;
  if (from === undefined || to === undefined || more !== undefined) return yield* complainUsage(context);
  const made = yield* tryCall(context, `can't create link '${to}' to '${from}'`, () =>
    context.files.makeHardLink(from, to),
  );
  return made ? 0 : 1;
});

/** Removes one name. */
export const unlink = applet('unlink', function* (context, args) {
  const options = yield* parseOptions(context, args, '');
  if (!options) return 1;
  const [path, more] = options.rest;
  if (path === undefined || more !== undefined) return yield* complainUsage(context);
  return (yield* tryCall(context, `can't remove file '${path}'`, () => context.files.unlink(path))) ? 0 : 1;
});

/** Where programs are: -a all of them. */
export const which = applet('which', function* (context, args) {
  const options = yield* parseOptions(context, args, 'a');
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  let status = 0;
  const path = context.env.get('PATH') ?? '/sbin:/usr/sbin:/bin:/usr/bin';
  for (const name of options.rest) {
    const candidates = name.includes('/') ? [name] : path.split(':').map((directory) => `${directory || '.'}/${name}`);
    const found = candidates.filter(
      (file) => context.files.find(file)?.kind !== 'directory' && context.files.isAllowed(file, 'execute'),
    );
    if (found.length === 0) status = 1;
    for (const file of options.has('a') ? found : found.slice(0, 1)) context.print(`${file}\n`);
  }
  return status;
});

/** Changes line ends: -u and -d say to which. */
function lineEnds(name: 'dos2unix' | 'unix2dos') {
  return applet(name, function* (context, args) {
    const options = yield* parseOptions(context, args, 'ud');
    if (!options) return 1;
    const toUnix = options.has('u') || (name === 'dos2unix' && !options.has('d'));
    const convert = (text: string) => (toUnix ? text.replaceAll('\r\n', '\n') : text.replace(/\r?\n/g, '\r\n'));
    if (options.rest.length === 0) {
      yield* context.write(1, convert(yield* context.readAll(0)));
      return 0;
    }
    for (const file of options.rest) {
      const text = yield* context.readAll(context.files.open(file));
      const fd = context.files.open(file, { write: true, truncate: true });
      yield* context.write(fd, convert(text));
      context.process.descriptors.close(fd);
    }
    return 0;
  });
}

export const dos2unix = lineEnds('dos2unix');
export const unix2dos = lineEnds('unix2dos');

/** Cuts a file into pieces: -l LINES, -b BYTES, -a SUFFIX LENGTH. */
export const split = applet('split', function* (context, args) {
  const options = yield* parseOptions(context, args, 'l:b:a:');
  if (!options) return 1;
  const [file = '-', prefix = 'x'] = options.rest;
  const lineText = options.value('l');
  if (lineText !== undefined && !/^\d+$/.test(lineText)) {
    yield* context.complain(`split: invalid number '${lineText}'`);
    return 1;
  }
  const text = yield* readFile(context, file, `can't open '${file}'`);
  if (text === undefined) return 1;
  const sizeText = options.value('b');
  const match = /^(\d+)([bkm]?)$/.exec(sizeText ?? '');
  const size = match && Number(match[1]) * ({ '': 1, b: 512, k: 1024, m: 1 << 20 }[match[2] ?? ''] ?? 1);
  // Without a number of lines (0) everything is one piece.
  const count = Number(lineText ?? 1000);
  const pieces =
    count === 0
      ? [text]
      : size
        ? (text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [])
        : (text.match(new RegExp(`(?:[^\\n]*\\n){1,${count}}(?:[^\\n]+$)?|[^\\n]+$`, 'g')) ?? []);
  const length = Number(options.value('a') ?? 2);
  for (const [index, piece] of pieces.entries()) {
    let suffix = '';
    for (let left = index, i = 0; i < length; i += 1) {
      suffix = String.fromCharCode(97 + (left % 26)) + suffix;
      left = Math.floor(left / 26);
    }
    const fd = context.files.open(prefix + suffix, { write: true, create: true, truncate: true });
    yield* context.write(fd, piece);
    context.process.descriptors.close(fd);
  }
  return 0;
});
