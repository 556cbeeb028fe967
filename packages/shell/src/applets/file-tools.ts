import { applet } from './applet.ts';
import { tryCall } from './failure.ts';
import { readFile } from './lines.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

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
    if (options.has('u') && options.has('d')) return yield* complainUsage(context);
    const toUnix = options.has('u') || (name === 'dos2unix' && !options.has('d'));
    const convert = (text: string) => text.replaceAll('\r', '').replaceAll('\n', toUnix ? '\n' : '\r\n');
    if (options.rest.length === 0) {
      yield* context.write(1, convert(yield* context.readAll(0)));
      return 0;
    }
    for (const file of options.rest) {
      const text = yield* readFile(context, file, `can't open '${file}'`);
      if (text === undefined) return 1;
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
