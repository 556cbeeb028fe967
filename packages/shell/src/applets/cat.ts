import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';

/** Copies files (or standard input for `-`) to standard output. */
export const cat = applet('cat', function* (context, args) {
  const files = args.filter((argument) => argument !== '-u' && argument !== '--');
  return yield* copyFiles(context, files);
});

/** @returns 1 when a file could not be read, else 0 */
export function* copyFiles(context: ProcessContext, files: readonly string[]): Coroutine<number> {
  let status = 0;
  for (const file of files.length > 0 ? files : ['-']) {
    try {
      const fd = file === '-' ? 0 : context.files.open(file);
      yield* copy(context, fd);
      if (fd !== 0) context.process.descriptors.close(fd);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error;
      const what = error.code === 'EISDIR' ? 'read error' : `can't open '${file}'`;
      yield* context.complain(`${context.process.command}: ${what}: ${error.message}`);
      status = 1;
    }
  }
  return status;
}

function* copy(context: ProcessContext, fd: number): Coroutine<void> {
  for (;;) {
    const bytes = yield* context.read(fd);
    if (bytes.length === 0) return;
    yield* context.write(1, bytes);
  }
}
