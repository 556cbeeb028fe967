import type { LateMap } from '@podlab/apimachinery';
import { type ByteString, fromUnicode } from '../files/bytes.ts';
import { copyOnWrite, newDirectory } from '../files/entries.ts';
import { newFields, root } from '../files/inode.ts';
import { openDevice } from '../files/device.ts';
import { baseName, splitPath } from '../files/path.ts';
import { HostStream, openHostStream, openSink } from '../files/stream.ts';
import { changeableAt, FileTree } from '../files/tree.ts';
import { MemoryVolume } from '../files/volume.ts';
import { NetworkStack } from '../network/stack.ts';
import {
  type ContainerSpace,
  type ContainerSpaceOptions,
  type Disk,
  type ExitStatus,
  type Mount,
  type ProcessHandle,
  type ProcessSpec,
  type SignalName,
  MountError,
  type ProcessPrivileges,
  StartError,
  WorkingDirectoryError,
} from '../ports.ts';
import { openTerminal, Terminal } from '../terminal/terminal.ts';
import { mountSys } from './sys.ts';
import { ProcessContext } from './context.ts';
import { mountDevices } from './devices.ts';
import { findExecutable, homeOf, prepareImage } from './executable.ts';
import { ProcessNamespace } from './process-namespace.ts';
import { type Coroutine, Process, type Session } from './process.ts';
import { mountProc } from './proc.ts';
import { CpuShare, type Scheduler } from './scheduler.ts';
import { ContainerMemory, processBytes } from './memory.ts';
import { defaultAction, dumpsCore, signalNumbers } from './signals.ts';

/** Where commands are looked for when the environment has no PATH. */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Processes one container may have at once, as a node's default limit for a Pod would have it. */
const maximumProcesses = 4096;

/** One container's inside, as the kernel keeps it. */
export class Container implements ContainerSpace {
  readonly files: MemoryVolume;
  readonly tree: FileTree;
  readonly hostname: ByteString;
  readonly scheduler: Scheduler;
  readonly namespace: ProcessNamespace;
  readonly startedMs: number;
  readonly cpu = new CpuShare();
  readonly network: NetworkStack;
  readonly memory: ContainerMemory;
  readonly disk: Disk | undefined;
  readonly privileges: ProcessPrivileges | undefined;
  /** Kernel settings that its Pod has made. */
  readonly sysctls: Readonly<Record<string, string>> | undefined;
  /** The process whose turn it is; /proc/self is about it. */
  current: Process | undefined;
  readonly #onOutOfMemory: (() => void) | undefined;
  #destroyed = false;
  /** Found when it is made, and told when it is to start. */
  #mountFault: MountError | undefined;
  /** The process that the container is there for. */
  #main: Process | undefined;

  constructor(scheduler: Scheduler, options: ContainerSpaceOptions) {
    this.scheduler = scheduler;
    this.startedMs = scheduler.nowMs();
    this.namespace = (options.processesOf as Container | undefined)?.namespace ?? new ProcessNamespace();
    this.hostname = fromUnicode(options.hostname);
    this.network = options.network ?? new NetworkStack({ timers: scheduler.timers });
    this.memory = new ContainerMemory(this, options.memory ?? {});
    this.disk = options.disk;
    this.sysctls = options.sysctls;
    this.privileges = options.privileges;
    this.#onOutOfMemory = options.memory?.onOutOfMemory;
    const image = options.image as MemoryVolume;
    this.files = new MemoryVolume(scheduler, copyOnWrite(scheduler, image.root));
    const readOnly = options.readOnlyRoot ?? false;
    this.tree = new FileTree({ path: '/', root: this.files.root, readOnly, source: 'overlay', type: 'overlay' });
    mountProc(this);
    mountDevices(this);
    mountSys(this);
    for (const mount of options.mounts) this.#mount(mount);
  }

  cpuUsedMs(): number {
    return this.cpu.usedMs();
  }

  limitCpu(cores: number | undefined): void {
    this.cpu.cores = cores ?? Number.POSITIVE_INFINITY;
  }

  /** All that can be seen from here, those of other containers included when they are shared. */
  get processes(): LateMap<number, Process> {
    return this.namespace.processes;
  }

  start(spec: ProcessSpec): ProcessHandle {
    if (this.#destroyed || this.#main?.status) {
      throw new StartError('cannot exec in a stopped container');
    }
    if (this.#mountFault) throw this.#mountFault;
    const env = new Map(Object.entries(spec.env).map(([name, value]) => [fromUnicode(name), fromUnicode(value)]));
    const cwd = fromUnicode(spec.workingDirectory ?? '/');
    const user = spec.user ?? root;
    this.#makeWorkingDirectory(cwd);
    if (!env.has('HOME')) env.set('HOME', homeOf(this.files, user.uid));
    const argv = spec.argv.map(fromUnicode);
    const image = findExecutable(this.tree, { argv, path: env.get('PATH') ?? defaultPath, cwd, user });
    const terminal = spec.terminal && this.#terminal(spec, spec.terminal);
    const pid = this.namespace.nextPid();
    this.namespace.skip(spec.starterThreads ?? 0);
    const session: Session = { id: pid, terminal };
    const process = new Process(this.scheduler, {
      owner: this,
      pid,
      parent: undefined,
      group: pid,
      session,
      argv: image.argv,
      env,
      cwd,
      umask: 0o022,
      user,
      cpu: this.cpu,
    });
    this.#openStandardFiles(process, spec, terminal);
    if (terminal) terminal.foreground = pid;
    process.onExit = spec.onExit;
    this.#main ??= process;
    const context = new ProcessContext(this, process);
    this.#begin(process, context, () => prepareImage(context, image));
    return {
      pid,
      signal: (signal, from) => this.send(process, signal, from),
      resizeTerminal: (size) => {
        if (!terminal) return;
        terminal.resize(size);
        this.sendToGroup(terminal.foreground, 'WINCH');
      },
    };
  }

  destroy(): void {
    this.#destroyed = true;
    if (this.#main) this.end(this.#main, killed('KILL'));
    for (const process of this.own()) this.end(process, killed('KILL'));
    this.memory.close();
  }

  /** Its own processes, without those that it only sees. */
  own(): Process[] {
    return [...this.processes.values()].filter(({ owner }) => owner === this);
  }

  memoryBytes(): number {
    return this.memory.usedBytes();
  }

  setMemoryLimit(bytes: number | undefined): void {
    this.memory.limitBytes = bytes ?? Number.POSITIVE_INFINITY;
  }

  /** As the kernel does when memory has run out. */
  killForMemory(process: Process): void {
    this.#onOutOfMemory?.();
    process.stepsLeft = 0;
    this.send(process, 'KILL', 'runtime');
  }

  /** Starts a child that shares everything with its parent but runs `body`. */
  fork(parent: Process, body: (child: ProcessContext) => Coroutine<number>): Process | undefined {
    if (this.processes.size >= maximumProcesses) return undefined;
    const { group, session, argv, env, cwd, umask, user } = parent;
    const pid = this.namespace.nextPid();
    const child = new Process(this.scheduler, {
      owner: this,
      pid,
      parent,
      group,
      session,
      argv,
      env,
      cwd,
      umask,
      user,
      cpu: this.cpu,
    });
    child.command = parent.command;
    child.limits = parent.limits;
    child.descriptors = parent.descriptors.copy();
    for (const [signal, disposition] of parent.dispositions) child.dispositions.set(signal, disposition);
    parent.children.add(child);
    const context = new ProcessContext(this, child);
    const started = body(context);
    this.#begin(child, context, () => started);
    return child;
  }

  /** Sends a signal as another process of the container does, or as the runtime does. */
  send(target: Process, signal: SignalName, from: 'runtime' | 'inside'): void {
    if (target.status) return;
    const disposition = target.dispositions.get(signal) ?? 'default';
    const unstoppable = signal === 'KILL' || signal === 'STOP';
    if (target.pid === 1) {
      if (unstoppable && from === 'inside') return;
      if (!unstoppable && disposition !== 'handle') return;
    }
    if (signal === 'CONT' || signal === 'KILL') this.#continue(target);
    if (!unstoppable && disposition === 'ignore') return;
    if (!unstoppable && disposition === 'handle') {
      target.pending.add(signal);
      target.wake();
      return;
    }
    const action = defaultAction(signal);
    if (action === 'terminate') this.end(target, killed(signal, dumpsCore(signal) && coreLimit(target) > 0));
    if (action === 'stop' && !target.stopped) {
      target.stopped = true;
      target.stopReport = 'stopped';
      this.#tellParent(target);
    }
  }

  sendToGroup(group: number, signal: SignalName): boolean {
    const members = [...this.processes.values()].filter((process) => process.group === group && !process.status);
    for (const member of members) this.send(member, signal, 'inside');
    return members.length > 0;
  }

  /** Makes a process a zombie, or removes it when nobody waits for it. */
  end(process: Process, status: ExitStatus): void {
    if (process.status) return;
    if (process.owner !== this) {
      process.owner.end(process, status);
      return;
    }
    const dependents = process.pid === 1 ? [...this.processes.values()] : process === this.#main ? this.own() : [];
    for (const other of dependents) if (other !== process) this.end(other, killed('KILL'));
    process.end(status);
    this.memory.release(process);
    process.descriptors.closeAll();
    this.#giveAway(process);
    const leadsTerminal = process.pid === process.session.id && process.session.terminal;
    if (leadsTerminal && process.pid !== 1) this.sendToGroup(leadsTerminal.foreground, 'HUP');
    if (process.parent) this.#tellParent(process);
    else this.processes.delete(process.pid);
    const { onExit } = process;
    process.onExit = undefined;
    onExit?.(status);
  }

  /** Forgets a zombie whose parent has asked for its status. */
  reap(process: Process): void {
    process.parent?.children.delete(process);
    this.processes.delete(process.pid);
  }

  #begin(process: Process, context: ProcessContext, body: (context: ProcessContext) => Coroutine<number>): void {
    this.processes.set(process.pid, process);
    if (process.command === '') process.command = baseName(process.argv[0] ?? '');
    this.memory.charge(process, processBytes, true);
    process.begin(context.main(body));
  }

  #continue(process: Process): void {
    if (!process.stopped) return;
    process.stopped = false;
    process.stopReport = 'continued';
    process.wake();
    this.#tellParent(process);
  }

  #tellParent(process: Process): void {
    const parent = process.parent;
    if (!parent) return;
    if (parent.dispositions.get('CHLD') === 'ignore' && process.status) this.reap(process);
    parent.childChanged.wakeAll();
    this.send(parent, 'CHLD', 'inside');
  }

  /** Children of a process that ended belong to PID 1. */
  #giveAway(process: Process): void {
    const first = this.processes.get(1);
    for (const child of process.children) {
      if (!first || first === process || first.status) {
        child.parent = undefined;
        if (child.status) this.processes.delete(child.pid);
        continue;
      }
      child.parent = first;
      first.children.add(child);
      if (child.status) this.#tellParent(child);
    }
    process.children.clear();
  }

  #mount(mount: Mount): void {
    const volume = mount.volume as MemoryVolume;
    const from = mount.subPath ? volume.find(mount.subPath) : volume.root;
    if (!from) throw new Error(`there is no ${mount.subPath} to mount`);
    const path = fromUnicode(mount.path);
    const isMounted = this.tree.mountAt(this.scheduler, {
      path,
      root: from,
      readOnly: mount.readOnly ?? false,
      source: volume.isInMemory ? 'tmpfs' : '/dev/vda1',
      type: volume.isInMemory ? 'tmpfs' : 'ext4',
      ...(volume.isInMemory && { memory: volume }),
    });
    if (!isMounted) this.#mountFault ??= new MountError(mount);
  }

  #makeWorkingDirectory(path: string): void {
    const names = splitPath(path);
    for (const index of names.keys()) {
      const part = `/${names.slice(0, index + 1).join('/')}`;
      const found = this.tree.lookUp('/', part, root);
      const isDirectory = typeof found !== 'string' && found.inode.kind === 'directory';
      if (isDirectory) continue;
      const fail = (why: string) => new WorkingDirectoryError(`mkdir ${part}: ${why}`);
      if (found !== 'ENOENT') throw fail('not a directory');
      const { within, mount, name } = this.tree.place('/', part, root);
      if (mount.readOnly) throw fail('read-only file system');
      const parent = changeableAt(within);
      if (parent.kind === 'directory') parent.entries.set(name, newDirectory(this.scheduler));
    }
  }

  #terminal(spec: ProcessSpec, size: { readonly columns: number; readonly rows: number }): Terminal {
    return new Terminal({
      size,
      input: spec.stdin as HostStream | undefined,
      output: spec.stdout,
      signal: (group, signal) => this.sendToGroup(group, signal),
    });
  }

  #openStandardFiles(process: Process, spec: ProcessSpec, terminal: Terminal | undefined): void {
    if (terminal) {
      const file = openTerminal(terminal, '/dev/pts/0');
      for (const fd of [0, 1, 2]) process.descriptors.set(fd, file);
      return;
    }
    const nothing = { kind: 'device', ...newFields(this.scheduler, 0o666), device: 'null' } as const;
    const input = spec.stdin
      ? openHostStream(spec.stdin as HostStream, `pipe:[${this.scheduler.nextInode()}]`)
      : openDevice(nothing, '/dev/null', this.scheduler.random);
    process.descriptors.set(0, input);
    process.descriptors.set(1, openSink(spec.stdout, `pipe:[${this.scheduler.nextInode()}]`, spec.gate));
    process.descriptors.set(2, openSink(spec.stderr, `pipe:[${this.scheduler.nextInode()}]`, spec.gate));
  }
}

function killed(signal: SignalName, hasDumped = false): ExitStatus {
  return { code: 128 + signalNumbers[signal], signal, ...(hasDumped && { hasDumped }) };
}

function coreLimit({ limits }: Process): number {
  return limits.get('c')?.soft ?? Number.POSITIVE_INFINITY;
}
