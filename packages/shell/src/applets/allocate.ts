import { SystemError } from '../files/errno.ts';
import { applet } from './applet.ts';
import { parseCount } from './head.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** Makes a file at least so long: -l LENGTH, -o OFFSET. */
export const fallocate = applet('fallocate', function* (context, args) {
  const options = yield* parseOptions(context, args, 'l:o:');
  if (!options) return 1;
  const [file] = options.rest;
  const lengthText = options.value('l');
  if (file === undefined || lengthText === undefined) return yield* complainUsage(context);
  const [length, offset] = [lengthText, options.value('o') ?? '0'].map((text) => parseCount(text));
  if (length === undefined || offset === undefined) {
    yield* context.complain(
      `fallocate: invalid number '${length === undefined ? lengthText : (options.value('o') ?? '')}'`,
    );
    return 1;
  }
  try {
    const fd = context.files.open(file, { read: true, write: true, create: true });
    context.process.descriptors.close(fd);
    if (length === 0) throw new SystemError('EINVAL');
    const inode = context.files.stat(file);
    const size = inode.kind === 'file' ? inode.size : 0;
    if (offset + length > size) context.files.truncate(file, offset + length);
    return 0;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`fallocate: fallocate '${file}': ${error.message}`);
    return 1;
  }
});

/** Writes over files, so that nothing of them is left: -u removes them, -n ROUNDS, -z, -s SIZE, -f. */
export const shred = applet('shred', function* (context, args) {
  const options = yield* parseOptions(context, args, 'fuzn:vxs:');
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  for (const file of options.rest) {
    try {
      const fd = context.files.open(file, { write: true });
      const inode = context.files.stat(file);
      const size = parseCount(options.value('s') ?? '') ?? (inode.kind === 'file' ? inode.size : 0);
      yield* context.write(fd, '\0'.repeat(size));
      context.process.descriptors.close(fd);
      if (options.has('u')) context.files.unlink(file);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* context.complain(`shred: can't open '${file}': ${error.message}`);
      return 1;
    }
  }
  return 0;
});
