import { SystemError } from '../../files/errno.ts';
import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import { startProgram, waitFor } from '../run-others.ts';
import { AwkError } from './error.ts';
import { RecordReader } from './input.ts';

interface Output {
  readonly fd: number;
  readonly pid?: number;
  pending: string;
}

const bufferSize = 4096;

/** The files and commands that an awk program reads from and writes to, by the names it gave them. */
export class Streams {
  readonly #context: ProcessContext;
  readonly #outputs = new Map<string, Output>();
  readonly #inputs = new Map<string, { readonly reader: RecordReader; readonly pid?: number }>();

  constructor(context: ProcessContext) {
    this.#context = context;
  }

  /** Writes to a file (`>`, `>>`) or to a command (`|`). */
  *write(operator: string, target: string, text: string): Coroutine<void> {
    if (this.#inputs.has(target)) return;
    if (operator !== '|' && (target === '/dev/stdout' || target === '-')) {
      this.#context.print(text);
      return;
    }
    if (operator === '|' && !this.#outputs.has(target)) yield* this.#context.flush();
    const output = this.#outputs.get(target) ?? this.#open(operator, target);
    output.pending += text;
    if (output.pending.length >= bufferSize) yield* this.#flushOne(output);
  }

  /** The reader of a file or a command; undefined when the file cannot be opened. */
  *reader(from: 'file' | 'command', source: string): Coroutine<RecordReader | undefined> {
    const known = this.#inputs.get(source);
    if (known) return known.reader;
    const opened = from === 'file' ? this.#openFile(source) : yield* this.#openCommand(source);
    if (!opened) return undefined;
    this.#inputs.set(source, opened);
    return opened.reader;
  }

  /** Writes what is buffered for one target, or for all and standard output. */
  *flush(target?: string): Coroutine<boolean> {
    if (target !== undefined && target !== '') {
      const output = this.#outputs.get(target);
      if (output) yield* this.#flushOne(output);
      return output !== undefined;
    }
    yield* this.#context.flush();
    for (const output of this.#outputs.values()) yield* this.#flushOne(output);
    return true;
  }

  /** @returns the exit status of a command, 0 for a file, -1 when nothing of that name is open */
  *close(name: string): Coroutine<number> {
    let status = -1;
    const output = this.#outputs.get(name);
    this.#outputs.delete(name);
    if (output) status = yield* this.#closeOutput(output);
    const input = this.#inputs.get(name);
    this.#inputs.delete(name);
    if (!input) return status;
    if (input.reader.fd !== 0) this.#context.process.descriptors.close(input.reader.fd);
    return input.pid === undefined ? 0 : yield* waitFor(this.#context, input.pid);
  }

  /** Closes everything, waiting for commands. */
  *closeAll(): Coroutine<void> {
    for (const name of [...this.#outputs.keys(), ...this.#inputs.keys()]) yield* this.close(name);
  }

  #open(operator: string, target: string): Output {
    const context = this.#context;
    if (operator === '|') {
      const [readEnd, writeEnd] = context.pipe();
      context.process.descriptors.setCloseOnExec(writeEnd);
      const pid = context.fork(function* (child) {
        child.process.descriptors.set(0, child.process.descriptors.get(readEnd));
        child.process.descriptors.close(readEnd);
        child.process.descriptors.close(writeEnd);
        return yield* shell(child, target);
      });
      context.process.descriptors.close(readEnd);
      return this.#add(target, { fd: writeEnd, pid, pending: '' });
    }
    if (target === '/dev/stderr') return this.#add(target, { fd: 2, pending: '' });
    try {
      const append = operator === '>>';
      const fd = context.files.open(target, { write: true, create: true, append, truncate: !append });
      return this.#add(target, { fd, pending: '' });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new AwkError(`can't open '${target}': ${error.message}`, -1);
    }
  }

  #add(name: string, output: Output): Output {
    this.#outputs.set(name, output);
    return output;
  }

  *#flushOne(output: Output): Coroutine<void> {
    const text = output.pending;
    output.pending = '';
    if (text !== '') yield* this.#context.write(output.fd, text);
  }

  *#closeOutput(output: Output): Coroutine<number> {
    yield* this.#flushOne(output);
    if (output.fd > 2) this.#context.process.descriptors.close(output.fd);
    return output.pid === undefined ? 0 : yield* waitFor(this.#context, output.pid);
  }

  #openFile(source: string): { reader: RecordReader } | undefined {
    if (source === '-') return { reader: new RecordReader(this.#context, 0) };
    try {
      return { reader: new RecordReader(this.#context, this.#context.files.open(source)) };
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return undefined;
    }
  }

  *#openCommand(command: string): Coroutine<{ reader: RecordReader; pid: number }> {
    const context = this.#context;
    yield* context.flush();
    const [readEnd, writeEnd] = context.pipe();
    const pid = context.fork(function* (child) {
      child.process.descriptors.set(1, child.process.descriptors.get(writeEnd));
      child.process.descriptors.close(readEnd);
      child.process.descriptors.close(writeEnd);
      return yield* shell(child, command);
    });
    context.process.descriptors.close(writeEnd);
    yield* context.breathe();
    return { reader: new RecordReader(context, readEnd), pid };
  }
}

function* shell(context: ProcessContext, command: string): Coroutine<number> {
  yield* context.breathe();
  return context.execute('/bin/sh', ['sh', '-c', command], context.env);
}

/** Runs a command with the shell and waits for it, as `system()`. */
export function* runCommand(context: ProcessContext, command: string): Coroutine<number> {
  return yield* waitFor(context, startProgram(context, ['/bin/sh', '-c', command]));
}
