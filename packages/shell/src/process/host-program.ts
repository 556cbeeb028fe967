import { type ByteString, bytesOf, fromUnicode, toUnicode, textOf } from '../files/bytes.ts';
import type { OpenFile } from '../files/open-file.ts';
import type { Program } from '../ports.ts';
import type { ProcessContext } from './context.ts';
import type { Coroutine } from './process.ts';
import { WaitQueue } from './wait-queue.ts';

/** One run of a program that the host does. All text is Unicode. */
export interface HostCall {
  /** `argv[0]` is the program's name. */
  readonly argv: readonly string[];
  /** Nothing is read from the process's standard input before somebody asks for the first chunk. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Whether standard input and output are what the learner types and sees: no pipe, no file. */
  readonly isAtPrompt: boolean;
  stdout(text: string): void;
  stderr(text: string): void;
  /** @param path as typed: relative to the working directory. @returns undefined when there is no such file */
  readFile(path: string): string | undefined;
  /** The files in a directory, as paths; undefined when it is none. */
  listFiles(path: string): readonly string[] | undefined;
  /** Aborted when the process ends first: a signal, or nobody reads its output any more. */
  readonly signal: AbortSignal;
}

/** The process ended before what the host did for it. */
export class ProcessGone extends Error {
  override readonly name = 'ProcessGone';
}

/**
 * A program whose work the host does, with promises. It is a process like any other: its output goes through pipes while
 * it runs, and signals end it. For processes beside an embedded cluster, never inside one: a promise makes no two runs
 * alike.
 * @param work resolves with the exit code; what it throws is printed
 */
export function hostProgram(name: string, work: (call: HostCall) => Promise<number>): Program {
  return { name, run: (context) => runOnHost(context, work) };
}

interface Output {
  readonly fd: 1 | 2;
  readonly bytes: Uint8Array;
}

/** What the host and the process hand to each other. */
class Exchange {
  readonly changed = new WaitQueue();
  readonly output: Output[] = [];
  readonly input = new InputQueue(this.changed);
  code: number | undefined;

  print(fd: 1 | 2, text: string): void {
    if (text === '') return;
    this.output.push({ fd, bytes: bytesOf(fromUnicode(text)) });
    this.changed.wakeAll();
  }

  end(code: number): void {
    this.code = code;
    this.changed.wakeAll();
  }
}

function* runOnHost(context: ProcessContext, work: (call: HostCall) => Promise<number>): Coroutine<number> {
  const { process } = context;
  const exchange = new Exchange();
  const gone = new AbortController();
  const leash = process.descriptors.add(leashOf(gone), 10);
  process.descriptors.setCloseOnExec(leash);
  work(callOf(context, exchange, gone.signal)).then(
    (code) => exchange.end(code),
    (error: unknown) => {
      if (gone.signal.aborted) return;
      exchange.print(2, `${context.argv[0] ?? ''}: ${error instanceof Error ? error.message : String(error)}\n`);
      exchange.end(1);
    },
  );
  for (;;) {
    for (let next = exchange.output.shift(); next; next = exchange.output.shift()) {
      yield* context.write(next.fd, next.bytes);
    }
    if (exchange.code !== undefined) return exchange.code;
    const source = exchange.input.isWanted ? process.descriptors.get(0) : undefined;
    if (source && (source.isReadable?.() ?? true)) {
      exchange.input.give(yield* context.read(0));
      continue;
    }
    source?.changed?.add(process);
    yield* process.block(exchange.changed);
    source?.changed?.remove(process);
  }
}

/** An open file that notices the end of its process: the kernel closes it then, and nothing else does. */
function leashOf(gone: AbortController): OpenFile {
  return {
    kind: 'stream',
    path: 'anon_inode:[host]',
    references: 0,
    read: () => new Uint8Array(0),
    write: (bytes) => bytes.length,
    close: () => gone.abort(new ProcessGone('the process has ended')),
  };
}

function callOf(context: ProcessContext, exchange: Exchange, signal: AbortSignal): HostCall {
  const { descriptors } = context.process;
  const isStream = (fd: number) => descriptors.has(fd) && descriptors.get(fd).kind === 'stream';
  return {
    argv: context.argv.map(toUnicode),
    stdin: exchange.input,
    isAtPrompt: isStream(0) && isStream(1),
    stdout: (text) => exchange.print(1, text),
    stderr: (text) => exchange.print(2, text),
    readFile: (path) => readWhole(context, fromUnicode(path)),
    listFiles: (path) => {
      const found = context.files.find(fromUnicode(path));
      if (found?.kind !== 'directory') return undefined;
      return context.files
        .list(fromUnicode(path))
        .map(toUnicode)
        .sort()
        .map((name) => `${path.replace(/\/$/, '')}/${name}`);
    },
    signal,
  };
}

function readWhole(context: ProcessContext, path: ByteString): string | undefined {
  const found = context.files.find(path);
  if (found?.kind !== 'file') return undefined;
  const fd = context.files.open(path);
  try {
    const file = context.process.descriptors.get(fd);
    let text = '';
    for (;;) {
      const bytes = file.read(65_536);
      if (!bytes || bytes.length === 0) return toUnicode(text);
      text += textOf(bytes);
    }
  } finally {
    context.process.descriptors.close(fd);
  }
}

/** Bytes on their way from the process to the host, one chunk at a time. */
class InputQueue implements AsyncIterable<Uint8Array> {
  readonly #changed: WaitQueue;
  #take: ((result: IteratorResult<Uint8Array>) => void) | undefined;
  #ended = false;

  constructor(changed: WaitQueue) {
    this.#changed = changed;
  }

  get isWanted(): boolean {
    return this.#take !== undefined;
  }

  /** @param chunk empty: the end */
  give(chunk: Uint8Array): void {
    const take = this.#take;
    this.#take = undefined;
    this.#ended = chunk.length === 0;
    take?.(this.#ended ? { done: true, value: undefined } : { done: false, value: chunk.slice() });
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: () => {
        if (this.#ended) return Promise.resolve({ done: true, value: undefined });
        return new Promise((resolve) => {
          this.#take = resolve;
          this.#changed.wakeAll();
        });
      },
    };
  }
}
