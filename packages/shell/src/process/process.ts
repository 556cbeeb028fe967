import { LateMap, LateSet, type Timer } from '@podlab/apimachinery';
import type { ByteString } from '../files/bytes.ts';
import type { Owner } from '../files/inode.ts';
import type { ExitStatus, SignalName } from '../ports.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Container } from './container.ts';
import { DescriptorTable } from './descriptors.ts';
import type { CpuShare, Runnable, Scheduler } from './scheduler.ts';
import { signalNumbers } from './signals.ts';
import { type Sleeper, WaitQueue } from './wait-queue.ts';

/** A coroutine of a process. It yields when the process waits; what it yields means nothing. */
export type Coroutine<T> = Generator<void, T, void>;

export type Disposition = 'default' | 'ignore' | 'handle';

/** The part of a job-control session that its processes share. */
export interface Session {
  readonly id: number;
  readonly terminal: Terminal | undefined;
}

/** What a new process starts with. */
export interface ProcessFields {
  /** The container that it was started in. */
  readonly owner: Container;
  readonly pid: number;
  parent: Process | undefined;
  group: number;
  session: Session;
  argv: readonly ByteString[];
  env: ReadonlyMap<ByteString, ByteString>;
  cwd: ByteString;
  umask: number;
  user: Owner;
  /** Of its container. */
  readonly cpu: CpuShare;
}

const noLimits: Process['limits'] = new Map();

/** One process as the kernel knows it. Programs see it through their `ProcessContext`. */
export class Process implements Runnable, Sleeper {
  readonly owner: Container;
  readonly pid: number;
  parent: Process | undefined;
  group: number;
  session: Session;
  argv: readonly ByteString[];
  env: ReadonlyMap<ByteString, ByteString>;
  /** The name that `ps` and `killall` know it by. */
  command = '';
  /** What others see as its arguments, when that is not `argv`. */
  shownArguments: readonly ByteString[] | undefined;
  cwd: ByteString;
  umask: number;
  /** What `ulimit` has set, by its letters; the map is not changed but replaced. */
  limits: ReadonlyMap<string, { readonly soft: number; readonly hard: number }> = noLimits;
  user: Owner;
  descriptors = new DescriptorTable();
  readonly children = new LateSet<Process>();
  /** Woken when a child ends, stops or goes on. */
  readonly childChanged = new WaitQueue();
  readonly dispositions = new LateMap<SignalName, Disposition>();
  readonly pending = new LateSet<SignalName>();
  readonly startedMs: number;
  readonly cpu: CpuShare;
  /** Virtual CPU steps used so far. */
  steps = 0;
  /** What it holds, and how much of that is only counted. Changed by its container's memory alone. */
  memoryBytes = 0;
  countedBytes = 0;
  nice = 0;
  stopped = false;
  /** A stop or continue that the parent has not been told of. */
  stopReport: 'stopped' | 'continued' | undefined;
  /** Set once the process has ended. */
  status: ExitStatus | undefined;
  /** Told once, when it ends. */
  onExit: ((status: ExitStatus) => void) | undefined;
  timer: Timer | undefined;
  stepsLeft = 0;
  sliceMs = -1;
  /** How often it was woken: tells whether something happened while it ran. */
  wakes = 0;
  #ready = false;
  #queued = false;
  /** In the middle of a turn, at code that is not there yet. */
  #isHeld = false;
  #scheduler: Scheduler;
  #body: Coroutine<void> | undefined;

  constructor(scheduler: Scheduler, fields: ProcessFields) {
    this.#scheduler = scheduler;
    this.owner = fields.owner;
    this.pid = fields.pid;
    this.parent = fields.parent;
    this.group = fields.group;
    this.session = fields.session;
    this.argv = fields.argv;
    this.env = fields.env;
    this.cwd = fields.cwd;
    this.umask = fields.umask;
    this.user = fields.user;
    this.cpu = fields.cpu;
    this.startedMs = scheduler.nowMs();
  }

  /** Lets it run; called once. */
  begin(body: Coroutine<void>): void {
    this.#body = body;
    this.wake();
  }

  /** Makes a waiting process runnable. */
  wake(): void {
    if (this.status) return;
    this.wakes += 1;
    this.#ready = true;
    if (this.stopped || this.#queued) return;
    this.#queued = true;
    this.#scheduler.enqueue(this);
  }

  /** Waits until the next `wake`, for whatever reason. */
  *block(queue?: WaitQueue): Coroutine<void> {
    this.#ready = false;
    queue?.add(this);
    yield;
    queue?.remove(this);
  }

  /** Waits until the next `wake` or the virtual time `untilMs`, whichever comes first. */
  *blockUntil(untilMs: number, queue?: WaitQueue): Coroutine<void> {
    const { timers } = this.#scheduler;
    const timer = timers.schedule(Math.max(0, untilMs - timers.nowMs()), () => this.wake());
    this.timer = timer;
    // As `block` does: thousands sleep at once, and a coroutine less is memory for each.
    this.#ready = false;
    queue?.add(this);
    yield;
    queue?.remove(this);
    timer.cancel();
  }

  /** Ends the slice when it is used up. To be called often by whatever computes for long. */
  *breathe(): Coroutine<void> {
    if (this.stepsLeft > 0) return;
    this.#ready = true;
    yield;
  }

  /**
   * Waits for code. Inside an embedded cluster all the world does, and the turn goes on as if it had been there.
   * @throws what kept it from being loaded, where the world does not wait
   */
  *waitForCode(ready: Promise<void>): Coroutine<void> {
    if (this.#scheduler.hold(ready)) {
      this.#isHeld = true;
      yield;
      return;
    }
    let outcome: { readonly error?: unknown } | undefined;
    const settle = (settled: typeof outcome) => {
      outcome = settled;
      this.wake();
    };
    ready.then(
      () => settle({}),
      (error: unknown) => settle({ error }),
    );
    while (!outcome) yield* this.block();
    if (outcome.error !== undefined) throw outcome.error;
  }

  /** Whether it is in the middle of a turn, at code that is not there yet. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  resume(): boolean {
    const before = this.stepsLeft;
    if (this.#isHeld) this.#isHeld = false;
    else {
      this.#queued = false;
      if (this.status || this.stopped || !this.#ready) return false;
      this.stepsLeft -= 5;
    }
    this.#body?.next();
    this.steps += before - this.stepsLeft;
    if (this.#isHeld) return false;
    if (this.status || this.stopped || !this.#ready || this.#queued) return false;
    this.#queued = true;
    return true;
  }

  /** Stops running for good; whatever the coroutine still had to do is dropped. */
  end(status: ExitStatus): void {
    this.status = status;
    this.#body = undefined;
    this.timer?.cancel();
    this.timer = undefined;
  }

  /** The pending signal with the lowest number. */
  takeSignal(): SignalName | undefined {
    let first: SignalName | undefined;
    for (const signal of this.pending) {
      if (!first || signalNumbers[signal] < signalNumbers[first]) first = signal;
    }
    if (first) this.pending.delete(first);
    return first;
  }
}
