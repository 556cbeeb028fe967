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
  const isVisible = Array.from('vteA').some((letter) => options.has(letter));
  const change = (text: string) => {
    let output = '';
    for (const char of text) {
      if (atStart && (options.has('b') ? char !== '\n' : options.has('n'))) {
        output += `${String(number).padStart(6)}${isVisible ? '  ' : '\t'}`;
        number += 1;
      }
      atStart = char === '\n';
      if (char === '\n') output += options.has('e') || all ? '$\n' : '\n';
      else if (char === '\t') output += options.has('t') || all ? '^I' : '\t';
      else output += isVisible ? visible(char.charCodeAt(0)) : char;
    }
    return output;
  };
  // Lines that are only numbered end with a newline, the last one of a file too.
  const end = () => (isVisible || atStart ? '' : change('\n'));
  return yield* copyFiles(context, options.rest, { change, end });
});

function visible(code: number): string {
  if (code >= 128) return `M-${visible(code - 128)}`;
  if (code < 32) return `^${String.fromCharCode(code + 64)}`;
  return code === 127 ? '^?' : String.fromCharCode(code);
}

/** What is done to a text on its way. */
interface Filter {
  readonly change: (text: string) => string;
  /** What is added at the end of each file. */
  readonly end: () => string;
}

/** @returns 1 when a file could not be read, else 0 */
export function* copyFiles(context: ProcessContext, files: readonly string[], filter?: Filter): Coroutine<number> {
  let status = 0;
  for (const file of files.length > 0 ? files : ['-']) {
    try {
      const fd = file === '-' ? 0 : context.files.open(file);
      yield* copy(context, fd, filter);
      if (fd !== 0) context.process.descriptors.close(fd);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error;
      const isOpen = error.code === 'EISDIR' || file === '-';
      const what = isOpen ? 'read error' : `can't open '${file}'`;
      yield* context.complain(`${context.process.command}: ${what}: ${error.message}`);
      status = 1;
    }
  }
  return status;
}

function* copy(context: ProcessContext, fd: number, filter?: Filter): Coroutine<void> {
  for (;;) {
    const bytes = yield* context.read(fd);
    if (bytes.length === 0) break;
    yield* context.write(1, filter ? bytesOf(filter.change(textOf(bytes))) : bytes);
  }
  const end = filter?.end() ?? '';
  if (end !== '') yield* context.write(1, end);
}
