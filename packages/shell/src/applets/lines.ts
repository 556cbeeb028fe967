import { textOf } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

/** Reads a file line by line. Before it waits for more, it writes what the program printed. */
export class LineReader {
  readonly #context: ProcessContext;
  readonly #fd: number;
  readonly #end: string;
  #lines: string[] = [];
  #next = 0;
  /** The pieces of a line whose end has not come. */
  readonly #rest: string[] = [];
  #ended = false;
  /** Whether the last line had no newline. */
  isCut = false;

  /** @param end what ends a line */
  constructor(context: ProcessContext, fd: number, end = '\n') {
    this.#end = end;
    this.#context = context;
    this.#fd = fd;
  }

  /** @returns a line without its newline; undefined at the end */
  *next(): Coroutine<string | undefined> {
    while (this.#next >= this.#lines.length) {
      if (this.#ended) return undefined;
      yield* this.#fill();
    }
    const line = this.#lines[this.#next];
    this.#next += 1;
    return line;
  }

  /** Whether the line that `next` gave last is the last one. */
  *isAtEnd(): Coroutine<boolean> {
    while (this.#next >= this.#lines.length && !this.#ended) yield* this.#fill();
    return this.#next >= this.#lines.length;
  }

  /** What was read of a line so far: from now on it is the caller's. */
  #takeRest(): string {
    const rest = this.#rest.join('');
    this.#rest.length = 0;
    this.#context.holdMemory(-rest.length);
    return rest;
  }

  *#fill(): Coroutine<void> {
    yield* this.#context.flush();
    const bytes = yield* readSome(this.#context, this.#fd);
    if (bytes.length === 0) {
      this.#ended = true;
      const rest = this.#takeRest();
      this.#lines = rest === '' ? [] : [rest];
      this.isCut = rest !== '';
    } else {
      const lines = textOf(bytes).split(this.#end);
      const rest = lines.pop() ?? '';
      if (lines.length > 0) lines[0] = this.#takeRest() + (lines[0] ?? '');
      this.#lines = lines;
      if (rest !== '') this.#rest.push(rest);
      this.#context.holdMemory(rest.length);
      yield* this.#context.breathe();
    }
    this.#context.charge(this.#lines.length);
    this.#next = 0;
  }
}

/** All lines of some files (`-` or none: standard input), without newlines; files that cannot be read are told of. */
export function* readLines(
  context: ProcessContext,
  files: readonly string[],
): Coroutine<{ lines: string[]; status: number }> {
  let lines: string[] = [];
  let status = 0;
  for (const file of files.length > 0 ? files : ['-']) {
    const text = yield* readFile(context, file);
    if (text === undefined) status = 1;
    else if (text !== '') lines = lines.concat(text.replace(/\n$/, '').split('\n'));
  }
  return { lines, status };
}

/** What can be read now; nothing of what can be opened and not read, a directory: C's streams just end there. */
function* readSome(context: ProcessContext, fd: number): Coroutine<Uint8Array> {
  try {
    return yield* context.read(fd);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EISDIR') throw error;
    return new Uint8Array(0);
  }
}

/**
 * The content of a file (`-`: standard input); undefined after telling why it cannot be read.
 * @param subject what a failure to open it names
 * @param unreadable what is told of one that can be opened and not read, a directory; without it that is empty
 */
export function* readFile(
  context: ProcessContext,
  file: string,
  subject = file,
  unreadable?: string,
): Coroutine<string | undefined> {
  const { command } = context.process;
  try {
    const fd = file === '-' ? 0 : context.files.open(file);
    const isDirectory = context.process.descriptors.get(fd).kind === 'directory';
    if (isDirectory && unreadable !== undefined) yield* context.complain(`${command}: ${unreadable}`);
    const text = isDirectory ? '' : yield* context.readAll(fd);
    if (fd !== 0) context.process.descriptors.close(fd);
    return isDirectory && unreadable !== undefined ? undefined : text;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`${command}: ${subject}: ${error.message}`);
    return undefined;
  }
}

/** Opens a file that a program cannot do without; undefined after telling why it cannot. */
export function* openFile(
  context: ProcessContext,
  file: string,
  subject = file,
  options?: Parameters<ProcessContext['files']['open']>[1],
): Coroutine<number | undefined> {
  try {
    return context.files.open(file, options);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`${context.process.command}: ${subject}: ${error.message}`);
    return undefined;
  }
}
