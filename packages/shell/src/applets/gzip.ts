import { bytesOf } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { gzipBytes } from './deflate.ts';
import { CompressionError, gunzipBytes, isGzip } from './inflate.ts';
import { type Options, parseOptions } from './options.ts';

/** Compresses and uncompresses: -c -d -f -k -t, levels are taken and change nothing. */
export const gzip = compressor('gzip', false, false);
export const gunzip = compressor('gunzip', true, false);
export const zcat = compressor('zcat', true, true);

function compressor(name: string, uncompresses: boolean, toOutput: boolean): Program {
  return applet(name, function* (context, args) {
    const options = yield* parseOptions(context, args, 'cfkdtqv123456789nN');
    if (!options) return 1;
    const backwards = uncompresses || options.has('d') || options.has('t');
    let status = 0;
    for (const file of options.rest.length > 0 ? options.rest : ['-']) {
      status |= yield* convert(context, file, options, { backwards, toOutput: toOutput || options.has('c') });
    }
    return status;
  });
}

function* convert(
  context: ProcessContext,
  file: string,
  options: Options,
  { backwards, toOutput }: { backwards: boolean; toOutput: boolean },
): Coroutine<number> {
  const { command } = context.process;
  const complain = function* (message: string): Coroutine<number> {
    yield* context.complain(`${command}: ${message}`);
    return 1;
  };
  const inPlace = file !== '-' && !toOutput && !options.has('t');
  const target = !inPlace ? undefined : backwards ? withoutSuffix(file) : `${file}.gz`;
  if (inPlace && target === undefined && context.files.find(file))
    return yield* complain(`${file}: unknown suffix - ignored`);
  try {
    if (file !== '-' && context.files.stat(file).kind === 'directory') throw new SystemError('EISDIR');
    const content = yield* context.readAll(file === '-' ? 0 : context.files.open(file));
    context.charge(content.length);
    const bytes = backwards ? uncompress(bytesOf(content), command) : gzipBytes(bytesOf(content));
    if (options.has('t')) return 0;
    if (!inPlace || target === undefined) {
      yield* context.write(1, bytes);
      return 0;
    }
    if (context.files.find(target) && !options.has('f')) {
      return yield* complain(`can't open '${target}': File exists`);
    }
    const fd = context.files.open(target, { write: true, create: true, truncate: true });
    yield* context.write(fd, bytes);
    context.process.descriptors.close(fd);
    if (!options.has('k')) context.files.unlink(file);
    return 0;
  } catch (error) {
    if (error instanceof CompressionError) return yield* complain(error.message);
    if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error;
    if (error.code === 'EISDIR' && command === 'zcat') return yield* complain('short read');
    return yield* complain(error.code === 'EISDIR' ? `${file} is a directory -- ignored` : `${file}: ${error.message}`);
  }
}

/** zcat looks for other formats too, and says so. */
function uncompress(content: Uint8Array, command: string): Uint8Array {
  if (command === 'zcat' && content.length < 2) throw new CompressionError('short read');
  if (isGzip(content)) return gunzipBytes(content);
  throw new CompressionError(command === 'zcat' ? 'no gzip/bzip2/xz magic' : 'invalid magic');
}

function withoutSuffix(file: string): string | undefined {
  const match = /^(.+)\.(gz|tgz|z|Z)$/.exec(file);
  if (!match) return undefined;
  return match[2] === 'tgz' ? `${match[1]}.tar` : match[1];
}
