import { SystemError } from '../files/errno.ts';
import { bytesOf, textOf } from '../files/bytes.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';

/** Copies files (or standard input for `-`) to standard output: -n -b numbers, -v -e -t -A make visible. */
export const cat = applet('cat', function* (context, args) {
  const options = yield* parseOptions(context, args, 'nbvteAu');
  if (!options) return 1;
  if (!Array.from('nbvteA').some((letter) => options.has(letter))) return yield* copyFiles(context, options.rest);
  let number = 1;
  let atStart = true;
  const all = options.has('A');
  const change = (text: string) => {
    let output = '';
    for (const char of text) {
      if (atStart && (options.has('b') ? char !== '\n' : options.has('n'))) {
        output += `${String(number).padStart(6)}\t`;
        number += 1;
      }
      atStart = char === '\n';
      if (char === '\n') output += options.has('e') || all ? '$\n' : '\n';
      else if (char === '\t') output += options.has('t') || all ? '^I' : '\t';
      else
        output += options.has('v') || options.has('e') || options.has('t') || all ? visible(char.charCodeAt(0)) : char;
    }
    return output;
  };
  return yield* copyFiles(context, options.rest, change);
});

function visible(code: number): string {
  if (code >= 128) return `M-${visible(code - 128)}`;
  if (code < 32) return `^${String.fromCharCode(code + 64)}`;
  return code === 127 ? '^?' : String.fromCharCode(code);
}

/** @returns 1 when a file could not be read, else 0 */
export function* copyFiles(
  context: ProcessContext,
  files: readonly string[],
  change?: (text: string) => string,
): Coroutine<number> {
  let status = 0;
  for (const file of files.length > 0 ? files : ['-']) {
    try {
      const fd = file === '-' ? 0 : context.files.open(file);
      yield* copy(context, fd, change);
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

function* copy(context: ProcessContext, fd: number, change?: (text: string) => string): Coroutine<void> {
  for (;;) {
    const bytes = yield* context.read(fd);
    if (bytes.length === 0) return;
    yield* context.write(1, change ? bytesOf(change(textOf(bytes))) : bytes);
  }
}
