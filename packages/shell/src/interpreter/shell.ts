import { LateMap, LateSet } from '@podlab/apimachinery';
import { type ByteString, bytesOf } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import type { ExitStatus, Program, SignalName } from '../ports.ts';
import { signalNumbers } from '../process/signals.ts';
import { describeSignal } from './signal-text.ts';
import { FunctionReturn, LoopControl, ShellError, type Step } from './control.ts';
import { Jobs } from './jobs.ts';
import { Variables } from './variables.ts';

/** A part of a script, compiled: runs it and gives its exit status. */
export type Action = (shell: Shell) => Step<number>;

/** The letters of `set`, by the names that `set -o` knows them by. */
export const optionNames: Readonly<Record<string, string>> = {
  errexit: 'e',
  noglob: 'f',
  ignoreeof: 'I',
  interactive: 'i',
  monitor: 'm',
  noexec: 'n',
  stdin: 's',
  xtrace: 'x',
  verbose: 'v',
  noclobber: 'C',
  allexport: 'a',
  notify: 'b',
  nounset: 'u',
  errtrace: 'E',
  vi: 'V',
  pipefail: 'P',
};

export interface ShellStart {
  readonly context: ProcessContext;
  /** `$0`, and what comes before error messages. */
  readonly name: ByteString;
  readonly positional: readonly ByteString[];
}

/** The state of one shell process. A subshell has a copy. */
export class Shell {
  readonly context: ProcessContext;
  name: ByteString;
  /** What the shell was started as: programs of busybox that are builtins begin their messages with it. */
  programName: ByteString;
  /** Set while a script file runs: error messages then tell the line. */
  scriptName: ByteString | undefined;
  /** `eval` or a sourced file while it runs: error messages then name it. */
  commandName: ByteString | undefined;
  line = 0;
  /** The first line of a `-c` script counts as line 0. */
  lineShift = 1;
  /** 2 while the command that was told of stopped jobs runs, 1 during the next. */
  jobWarning = 0;
  /** Aliases being expanded: they are not expanded again inside. */
  readonly expanding = new LateSet<ByteString>();
  positional: readonly ByteString[];
  readonly variables: Variables;
  readonly functions = new LateMap<ByteString, Action>();
  readonly aliases = new LateMap<ByteString, ByteString>();
  readonly options = new LateSet<string>();
  readonly traps = new LateMap<SignalName | 'EXIT' | 'ERR', ByteString>();
  /** The traps that `trap` lists when they are not this shell's own: those of its parent. */
  listedTraps: readonly (readonly [SignalName | 'EXIT' | 'ERR', ByteString])[] | undefined;
  /** The ERR trap runs: failures in it do not start it again. */
  inErrorTrap = false;
  /** Where aliases were set: what was read together with that line does not know them. */
  readonly aliasPlaces = new LateMap<ByteString, { readonly source: ByteString; readonly line: number }>();
  /** The text that the running command is part of. */
  source: ByteString = '';
  readonly jobs = new Jobs();
  /** Lines that were typed, oldest first. */
  readonly history: string[] = [];
  #ignoresQuit = false;
  /** `$?`. */
  status = 0;
  /** `$$`: the pid of the first shell, in subshells too. */
  shellPid: number;
  /** While a trap runs: `$?` before it, which `exit` without a number gives. */
  trapStatus: number | undefined;
  /** `$!`. */
  backgroundPid = 0;
  /** Above 0 where a failure does not end the shell under `set -e`. */
  tested = 0;
  loopDepth = 0;
  functionDepth = 0;
  /** The function that runs; empty outside. */
  functionName: ByteString = '';
  sourceDepth = 0;
  isSubshell = false;
  /** Where `getopts` is: the argument and the letter in it. */
  optionIndex = 1;
  optionOffset = 1;
  /** The status of the last command substitution of the command being expanded. */
  substitutionStatus: number | undefined;
  /** Descriptors of the process substitutions of the running command. */
  substitutions: number[] = [];
  /** `set -m` was asked for without a terminal. */
  lostTerminal = false;

  /** The program of busybox that a command name runs without a look at PATH. */
  applet: (name: ByteString) => Program | undefined = () => undefined;

  constructor({ context, name, positional }: ShellStart) {
    this.context = context;
    this.name = name;
    this.programName = name.slice(name.lastIndexOf('/') + 1).replace(/^-/, '');
    this.positional = positional;
    this.shellPid = context.pid;
    this.variables = new Variables(this);
  }

  /** The state of a subshell that runs in `context`. */
  copy(context: ProcessContext): Shell {
    const { name, positional } = this;
    const copy = new Shell({ context, name, positional });
    copy.variables.copyFrom(this.variables);
    for (const [key, value] of this.functions) copy.functions.set(key, value);
    for (const [key, value] of this.aliases) copy.aliases.set(key, value);
    for (const [key, place] of this.aliasPlaces) copy.aliasPlaces.set(key, place);
    for (const option of this.options) copy.options.add(option);
    copy.options.delete('m');
    copy.options.delete('i');
    copy.scriptName = this.scriptName;
    copy.commandName = this.commandName;
    copy.programName = this.programName;
    copy.line = this.line;
    copy.lineShift = this.lineShift;
    copy.status = this.status;
    copy.trapStatus = this.trapStatus;
    copy.shellPid = this.shellPid;
    copy.backgroundPid = this.backgroundPid;
    copy.tested = this.tested;
    copy.loopDepth = this.loopDepth;
    copy.functionDepth = this.functionDepth;
    copy.functionName = this.functionName;
    copy.sourceDepth = this.sourceDepth;
    copy.isSubshell = true;
    copy.applet = this.applet;
    copy.#ignoresQuit = this.#ignoresQuit;
    for (const [signal, action] of this.traps) {
      if (action === '' && signal !== 'EXIT' && signal !== 'ERR') copy.traps.set(signal, action);
    }
    this.resetSignals(context);
    return copy;
  }

  /** A shell ignores SIGQUIT, unless it came to it ignored: then it stays so in all that it runs. */
  ignoreQuit(): void {
    this.#ignoresQuit = this.context.process.dispositions.get('QUIT') !== 'ignore';
    if (this.#ignoresQuit) this.context.onSignal('QUIT', 'ignore');
  }

  /** What another program or a subshell does with SIGQUIT, from when it gets its first turn. */
  restoreQuit(child: ProcessContext): void {
    if (this.#ignoresQuit && this.traps.get('QUIT') !== '') child.onSignal('QUIT', 'default');
    if (child === this.context) this.#ignoresQuit = false;
  }

  /** What a signal without a trap does to this shell. */
  untrapped(signal: SignalName): 'default' | 'ignore' {
    return signal === 'QUIT' && this.#ignoresQuit ? 'ignore' : 'default';
  }

  /** A child has none of the handlers of signals, and goes on to ignore what is ignored. */
  resetSignals(child: ProcessContext): void {
    for (const [signal, action] of this.traps) {
      if (action !== '' && signal !== 'EXIT' && signal !== 'ERR') child.onSignal(signal, 'default');
    }
    if (!this.options.has('m')) return;
    for (const signal of ['TSTP', 'INT', 'QUIT', 'TERM'] as const) {
      if (this.traps.get(signal) !== '') child.onSignal(signal, 'default');
    }
  }

  /** Writes to a descriptor at once when it can. */
  write(fd: number, text: ByteString): Step<void> {
    if (text === '') return undefined;
    const { process } = this.context;
    const bytes = bytesOf(text);
    if (!process.descriptors.has(fd)) throw new SystemError('EBADF');
    const file = process.descriptors.get(fd);
    if (file.kind === 'pipe') return this.context.write(fd, bytes);
    process.stepsLeft -= 10;
    return file.write(bytes) >= bytes.length ? undefined : this.context.write(fd, bytes);
  }

  /** What comes before a message of the shell: `sh: ` or, in a script file, `name: line 3: `. */
  messageStart(command?: ByteString): ByteString {
    const of = command === undefined ? '' : `${command}: `;
    if (command === undefined) return this.errorStart();
    return this.options.has('i') ? `${this.name}: ${of}` : `${this.name}: ${of}line ${this.line}: `;
  }

  /** What comes before a message that is worded in full. */
  errorStart(): ByteString {
    const command = this.commandName ?? this.scriptName;
    if (command === undefined) return `${this.name}: `;
    const of = command === this.name ? '' : `${command}: `;
    return this.options.has('i') && command === 'eval'
      ? `${this.name}: ${of}`
      : `${this.name}: ${of}line ${this.line}: `;
  }

  /** Whether there are stopped jobs, and the command before has not been told so. */
  mustWarn(): boolean {
    if (this.jobWarning > 0 || !Array.from(this.jobs.all()).some(({ state }) => state === 'stopped')) return false;
    this.jobWarning = 2;
    return true;
  }

  /** Makes a call that may fail with EINTR again until it is done; handlers run later. */
  *uninterrupted<T>(call: () => Coroutine<T>): Coroutine<T> {
    const { pending } = this.context.process;
    const later = new Set(pending);
    for (;;) {
      pending.clear();
      try {
        return yield* call();
      } catch (error) {
        if (!(error instanceof SystemError) || error.code !== 'EINTR') throw error;
        for (const signal of pending) later.add(signal);
      } finally {
        for (const signal of later) pending.add(signal);
      }
    }
  }

  /** Waits for the processes of a foreground command. Handlers of signals run after it. @returns its status */
  *waitForeground(pids: readonly number[], text = ''): Coroutine<number> {
    const { context } = this;
    const { terminal } = context;
    if (!this.options.has('m')) this.jobs.takeNumber();
    const hasJobControl = this.options.has('m') && terminal !== undefined;
    const group = pids[0] ?? 0;
    if (hasJobControl) {
      context.joinGroup(pids, group);
      terminal.foreground = group;
    }
    const statuses = pids.map(() => 0);
    let running = pids.length;
    let stopped = false;
    let isInterrupted = false;
    while (running > 0 && !stopped) {
      const report = yield* context.wait({ uninterruptible: true, stopped: hasJobControl });
      if (!report) break;
      const at = pids.indexOf(report.pid);
      if (at < 0) this.jobs.note(report.pid, report.status);
      else if (report.status === 'stopped') stopped = true;
      else if (typeof report.status === 'object') {
        statuses[at] = report.status.code;
        running -= 1;
        isInterrupted ||= report.status.signal === 'INT';
        yield* this.tellSignal(report.status);
      }
    }
    if (hasJobControl) terminal.foreground = context.process.group;
    // ^C went to the job alone: the shell takes it from how the job ended, and ends the loop that ran it.
    if (hasJobControl && isInterrupted) yield* context.kill(context.pid, 'INT');
    if (stopped) return yield* this.#suspend(pids, group, text);
    const failed = this.options.has('P') ? statuses.findLast((status) => status !== 0) : undefined;
    return failed ?? statuses.at(-1) ?? 0;
  }

  *#suspend(pids: readonly number[], group: number, text: ByteString): Coroutine<number> {
    const job = this.jobs.add(pids, group, text);
    job.state = 'stopped';
    yield* this.context.write(2, `[${job.number}]+  Stopped                    ${text}\n`);
    return 128 + signalNumbers.TSTP;
  }

  /** A command that a signal ended is told of, except ^C and a broken pipe. */
  *tellSignal({ signal, hasDumped }: ExitStatus): Coroutine<void> {
    if (signal === undefined || signal === 'PIPE') return;
    if (signal === 'INT') {
      if (this.options.has('i') && !this.traps.has('INT')) yield* this.context.write(2, '\n');
      return;
    }
    yield* this.context.write(2, `${describeSignal(signal, hasDumped)}\n`);
  }

  /** Whether an error is a `return`, `break` or `continue` that left its subshell; takes its status on. */
  endsByControl(error: unknown): boolean {
    if (error instanceof FunctionReturn) this.status = error.status;
    return error instanceof FunctionReturn || error instanceof LoopControl;
  }

  /** Writes an error that ended a command, unless it has been told. */
  *tell(error: ShellError): Coroutine<void> {
    if (error.isTold) return;
    error.isTold = true;
    yield* this.context.write(2, `${error.start ?? this.errorStart()}${error.message}\n`);
  }

  *complain(message: ByteString, command?: ByteString): Coroutine<void> {
    yield* this.context.write(2, `${this.messageStart(command)}${message}\n`);
  }

  /** An error that ends a shell that is not interactive, worded as a builtin's. */
  builtinError(command: ByteString, message: ByteString, status = 2): ShellError {
    return new ShellError(message, status, this.messageStart(command));
  }
}
