import { type ByteString, bytesOf, textOf, joinBytes } from '../files/bytes.ts';
import { FileCalls } from '../files/calls.ts';
import { OutputError, SystemError } from '../files/errno.ts';
import { Pipe } from '../files/pipe.ts';
import { SocketCalls } from '../network/sockets.ts';
import type { ExitStatus, SignalName } from '../ports.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { checkArgumentSize } from './argument-size.ts';
import type { Container } from './container.ts';
import { type Executable, loadExecutable, prepareImage, searchPath } from './executable.ts';
import type { Coroutine, Disposition, Process } from './process.ts';

const readSize = 65_536;
/** Steps that one call of the kernel costs, and one new process. */
const callSteps = 10;
const forkSteps = 2000;
/** Bytes that are moved in one step. */
const bytesPerStep = 64;

/** Thrown by `execute` and caught by the process's main loop. */
class ImageReplaced {
  constructor(readonly image: Executable) {}
}

/** Thrown by `exit`. */
class ProcessExited {
  constructor(readonly code: number) {}
}

/** A child that ended, stopped or went on. */
export interface ChildReport {
  readonly pid: number;
  readonly status: ExitStatus | 'stopped' | 'continued';
}

export interface WaitOptions {
  /** Which children: one, those of a process group, or all. */
  readonly pid?: number;
  readonly group?: number;
  /** Also report children that stop (and go on). */
  readonly stopped?: boolean;
  /** Do not wait. */
  readonly noHang?: boolean;
  /** Wait on when a signal with a handler comes. */
  readonly uninterruptible?: boolean;
}

/**
 * The system calls, as a program written in TypeScript sees them. All text is byte strings. A call that may block is a
 * generator, to be called with `yield*`; all others return at once. Calls that fail throw `SystemError`.
 */
export class ProcessContext {
  readonly process: Process;
  readonly container: Container;
  /** Calls on files by path. */
  readonly files: FileCalls;
  #sockets: SocketCalls | undefined;
  #output: string[] = [];
  #outputSize = 0;
  /** Whether a failed write to standard output is an `OutputError`, which ends the program. */
  endsWithOutput = false;

  constructor(container: Container, process: Process) {
    this.container = container;
    this.process = process;
    this.files = new FileCalls(container, process);
  }

  /** Calls on sockets. */
  get sockets(): SocketCalls {
    this.#sockets ??= new SocketCalls(this.container, this.process);
    return this.#sockets;
  }

  get pid(): number {
    return this.process.pid;
  }

  get parentPid(): number {
    return this.process.parent?.pid ?? 0;
  }

  get argv(): readonly ByteString[] {
    return this.process.argv;
  }

  get env(): ReadonlyMap<ByteString, ByteString> {
    return this.process.env;
  }

  get terminal(): Terminal | undefined {
    return this.process.session.terminal;
  }

  /** Whether a descriptor is a terminal. */
  isTerminal(fd: number): boolean {
    const { descriptors } = this.process;
    return descriptors.has(fd) && descriptors.get(fd).kind === 'terminal';
  }

  /** Virtual milliseconds since the Unix epoch. */
  nowMs(): number {
    return this.container.scheduler.nowMs();
  }

  /** A random integer in [0, 2^32). */
  random(): number {
    return this.container.scheduler.random.uint32();
  }

  /** Counts work that computes: 20,000 steps are a millisecond. Follow with `yield* breathe()` now and then. */
  charge(steps: number): void {
    this.process.stepsLeft -= steps;
  }

  /**
   * Counts memory that the program holds from now on, or gives back (negative). Beyond what the container may have,
   * somebody is killed: follow with `yield* breathe()`.
   * @param options.isCounted it is not really stored: then the embedded cluster's own limit does not apply
   */
  holdMemory(bytes: number, options: { readonly isCounted?: boolean } = {}): void {
    this.container.memory.charge(this.process, bytes, options.isCounted ?? false);
  }

  /** Lets others run (and virtual time pass) when this process has used up its slice. */
  *breathe(): Coroutine<void> {
    if (this.process.stepsLeft <= 0) yield* this.process.breathe();
  }

  /**
   * Reads at most `max` bytes; waits until there are some. Empty at the end of the file. What it returns is not to be
   * changed. Throws EINTR when a signal with a handler comes first.
   */
  *read(fd: number, max = readSize): Coroutine<Uint8Array> {
    const { process } = this;
    const file = process.descriptors.get(fd);
    process.stepsLeft -= callSteps;
    if (file.inode?.kind === 'file') {
      const loading = file.inode.needs?.();
      if (loading) yield* process.waitForCode(loading);
    }
    for (;;) {
      const bytes = file.read(max);
      if (bytes) {
        process.stepsLeft -= bytes.length / bytesPerStep;
        if (process.stepsLeft <= 0) yield* process.breathe();
        return bytes;
      }
      if (process.pending.size > 0) throw new SystemError('EINTR');
      yield* process.block(file.changed);
    }
  }

  /** Everything up to the end of the file. The process holds it until it ends, or says otherwise. */
  *readAll(fd: number): Coroutine<ByteString> {
    const pieces: Uint8Array[] = [];
    for (;;) {
      const piece = yield* this.read(fd);
      if (piece.length === 0) return textOf(joinBytes(pieces));
      pieces.push(piece);
      this.holdMemory(piece.length);
      yield* this.breathe();
    }
  }

  /** Writes all; waits for room. Takes ownership of bytes. A closed pipe is SIGPIPE and, if that is survived, EPIPE. */
  *write(fd: number, content: ByteString | Uint8Array): Coroutine<void> {
    const { process } = this;
    if (fd === 1 && this.endsWithOutput && !process.descriptors.has(1))
      throw new OutputError(new SystemError('EBADF').message);
    const file = process.descriptors.get(fd);
    let bytes = typeof content === 'string' ? bytesOf(content) : content;
    process.stepsLeft -= callSteps + bytes.length / bytesPerStep;
    for (;;) {
      let taken = 0;
      try {
        taken = file.write(bytes);
      } catch (error) {
        if (error instanceof SystemError && error.code === 'EPIPE') yield* this.kill(process.pid, 'PIPE');
        else if (fd === 1 && this.endsWithOutput && error instanceof SystemError) throw new OutputError(error.message);
        throw error;
      }
      if (taken >= bytes.length) break;
      bytes = bytes.subarray(taken);
      if (taken > 0) continue;
      if (process.pending.size > 0 && process.dispositions.get('PIPE') === 'handle') throw new SystemError('EINTR');
      yield* process.block(file.changed);
    }
    if (process.stepsLeft <= 0) yield* process.breathe();
  }

  /** Adds to standard output, which is written when it is much, before the program waits (`flush`) and at its end. */
  print(text: ByteString): void {
    this.#output.push(text);
    this.#outputSize += text.length;
  }

  /** Whether `print` has gathered enough to be written. */
  get isOutputFull(): boolean {
    return this.#outputSize >= 4096;
  }

  *flush(): Coroutine<void> {
    if (this.#outputSize === 0) return;
    const text = this.#output.join('');
    this.#output = [];
    this.#outputSize = 0;
    yield* this.write(1, text);
  }

  /** Writes a line to standard error, after what was printed. */
  *complain(message: ByteString): Coroutine<void> {
    yield* this.flush();
    yield* this.write(2, `${message}\n`);
  }

  /** @returns milliseconds left when a signal with a handler came first, else 0 */
  *sleep(ms: number): Coroutine<number> {
    const { process } = this;
    const until = this.nowMs() + ms;
    while (this.nowMs() < until) {
      if (process.pending.size > 0) return until - this.nowMs();
      yield* process.blockUntil(until);
    }
    return 0;
  }

  /** Waits for a signal with a handler. */
  *pause(): Coroutine<void> {
    while (this.process.pending.size === 0) yield* this.process.block();
  }

  onSignal(signal: SignalName, disposition: Disposition): void {
    this.process.dispositions.set(signal, disposition);
    if (disposition !== 'handle') this.process.pending.delete(signal);
  }

  /** The next signal with a handler that has come, if any. */
  takeSignal(): SignalName | undefined {
    return this.process.takeSignal();
  }

  /**
   * Sends a signal: to one process, to a group (negative), or to all but PID 1 and itself (-1).
   * @param signal undefined only asks whether there is such a process
   */
  *kill(pid: number, signal: SignalName | undefined): Coroutine<void> {
    const { container, process } = this;
    process.stepsLeft -= callSteps;
    const all = [...container.processes.values()];
    const wanted = (other: Process) =>
      pid > 0
        ? other.pid === pid
        : pid === -1
          ? other.pid !== 1 && other !== process
          : other.group === (-pid || process.group);
    const targets = all.filter(wanted);
    if (targets.length === 0) throw new SystemError('ESRCH');
    const { uid } = process.user;
    const allowed = targets.filter((target) => uid === 0 || target.user.uid === uid);
    if (allowed.length === 0) throw new SystemError('EPERM');
    if (signal) for (const target of allowed) container.send(target, signal, 'inside');
    yield* this.#stopIfEnded();
  }

  /** A child that shares all but runs `body` and then exits. @returns its pid. Throws EAGAIN. */
  fork(body: (child: ProcessContext) => Coroutine<number>): number {
    this.process.stepsLeft -= forkSteps;
    const child = this.container.fork(this.process, body);
    if (!child) throw new SystemError('EAGAIN');
    return child.pid;
  }

  /** Puts children into a process group. */
  joinGroup(pids: readonly number[], group: number): void {
    for (const pid of pids) {
      const child = this.container.processes.get(pid);
      if (child) child.group = group;
    }
  }

  /** Waits for a child. @returns undefined with `noHang` when none has ended. Throws ECHILD, EINTR. */
  *wait(options: WaitOptions = {}): Coroutine<ChildReport | undefined> {
    const { container, process } = this;
    for (;;) {
      let isChild = false;
      for (const child of process.children) {
        if (options.pid !== undefined && child.pid !== options.pid) continue;
        if (options.group !== undefined && child.group !== options.group) continue;
        isChild = true;
        if (child.status) {
          container.reap(child);
          return { pid: child.pid, status: child.status };
        }
        if (options.stopped && child.stopReport) {
          const status = child.stopReport;
          child.stopReport = undefined;
          return { pid: child.pid, status };
        }
      }
      if (!isChild) throw new SystemError('ECHILD');
      if (options.noHang) return undefined;
      if (process.pending.size > 0 && !options.uninterruptible) throw new SystemError('EINTR');
      yield* process.block(process.childChanged);
    }
  }

  /** Replaces the program of this process. Does not return. Throws ENOENT, EACCES, ENOEXEC, E2BIG. */
  execute(file: ByteString, argv: readonly ByteString[], env: ReadonlyMap<ByteString, ByteString>): never {
    const { cwd, user } = this.process;
    checkArgumentSize(argv, env);
    const image = loadExecutable(this.container.tree, file, { argv, cwd, user });
    this.process.env = env;
    throw new ImageReplaced(image);
  }

  /** Replaces the program of this process by one that needs no file. Does not return. */
  executeProgram(image: Executable, env: ReadonlyMap<ByteString, ByteString>): never {
    this.process.env = env;
    throw new ImageReplaced(image);
  }

  /** The file that a command name stands for, looked up in the directories of `path`. */
  searchPath(name: ByteString, path: ByteString): ByteString | undefined {
    const { cwd, user } = this.process;
    return searchPath(this.container.tree, name, { path, cwd, user });
  }

  /** A new pipe. @returns descriptors of the reading and the writing end */
  pipe(): [number, number] {
    const pipe = new Pipe();
    const path = `pipe:[${this.container.scheduler.nextInode()}]`;
    const { descriptors } = this.process;
    return [descriptors.add(pipe.end('read', path)), descriptors.add(pipe.end('write', path))];
  }

  /** Ends the process. */
  exit(code: number): never {
    throw new ProcessExited(code & 255);
  }

  /** For the kernel: takes on the name and arguments of a program. */
  becomes(image: Executable): void {
    const { process } = this;
    process.shownArguments = image.isInPlace ? (process.shownArguments ?? process.argv) : undefined;
    process.argv = image.argv;
    process.command = image.program.name;
    process.descriptors.closeOnExec();
    for (const [signal, disposition] of process.dispositions) {
      if (disposition === 'handle') process.dispositions.delete(signal);
    }
  }

  /** For the kernel: everything the process does, from its first step to its end. */
  *main(run: (context: ProcessContext) => Coroutine<number>): Coroutine<void> {
    let failure: unknown;
    for (;;) {
      try {
        const code = yield* run(this);
        yield* this.flush();
        this.container.end(this.process, { code: code & 255 });
        return;
      } catch (error) {
        // A fault of this program text, which is not a process's to handle.
        if (error === failure) throw error;
        failure = error;
        this.endsWithOutput = false;
        if (error instanceof ImageReplaced) run = (context) => prepareImage(context, error.image);
        else run = () => this.#fail(error);
      }
    }
  }

  *#fail(error: unknown): Coroutine<number> {
    if (error instanceof ProcessExited) return error.code;
    this.#output = [];
    this.#outputSize = 0;
    if (error instanceof RangeError) {
      // A string too long for JavaScript is more memory than there is; everything else is a stack that ran over.
      const isTooLong = error.message.includes('string length');
      if (isTooLong) this.container.killForMemory(this.process);
      else this.container.send(this.process, 'SEGV', 'runtime');
      yield* this.#stopIfEnded();
      return isTooLong ? 137 : 139;
    }
    if (error instanceof OutputError) return 1;
    if (!(error instanceof SystemError)) throw error;
    if (error.code === 'EPIPE' || error.code === 'EBADF') return 1;
    const what = error.opened === undefined ? '' : `can't open '${error.opened}': `;
    yield* this.write(2, `${this.process.command}: ${what}${error.message}\n`);
    return 1;
  }

  *#stopIfEnded(): Coroutine<void> {
    while (this.process.status || this.process.stopped) yield;
  }
}
