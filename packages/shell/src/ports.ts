/**
 * The shape of `packages/shell` as the container runtime sees it.
 *
 * Processes are coroutines (generator functions) on virtual time: nothing here returns a promise, so the same calls in
 * the same order give the same bytes. Blocking (read from an empty pipe, sleep, wait) suspends a coroutine; the kernel
 * resumes it from a `Timers` call. A process that computes without blocking uses up its slice of virtual CPU time and
 * goes on in a later call, so no script can hold the event loop.
 */
import type { Random, Timers } from '@podlab/apimachinery';
import type { NetworkStack } from './network/stack.ts';
import type { ProcessContext } from './process/context.ts';

export type { ProcessContext } from './process/context.ts';

/** `SIGTERM` and its kind, without the prefix. */
export type SignalName =
  | 'HUP'
  | 'INT'
  | 'QUIT'
  | 'ILL'
  | 'TRAP'
  | 'ABRT'
  | 'BUS'
  | 'FPE'
  | 'STKFLT'
  | 'TTIN'
  | 'TTOU'
  | 'URG'
  | 'XCPU'
  | 'XFSZ'
  | 'VTALRM'
  | 'PROF'
  | 'POLL'
  | 'PWR'
  | 'SYS'
  | 'KILL'
  | 'USR1'
  | 'USR2'
  | 'PIPE'
  | 'ALRM'
  | 'TERM'
  | 'CHLD'
  | 'CONT'
  | 'STOP'
  | 'TSTP'
  | 'SEGV'
  | 'WINCH';

export interface ExitStatus {
  /** 0..255; for a process ended by a signal, 128 + its number. */
  readonly code: number;
  readonly signal?: SignalName;
  /** Whether the signal left a core dump, which goes to a program of the node. */
  readonly hasDumped?: boolean;
}

/** Shares virtual CPU time between all processes of an embedded cluster. */
export interface KernelOptions {
  readonly timers: Timers;
  readonly random: Random;
}

export interface FileAttributes {
  /** Permission bits, such as 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Text that is made when it is first read, by code that may have to be loaded first. */
export interface LateText {
  /** Bytes of the text, known before it is made. */
  readonly size: number;
  text(): string;
  /** @returns undefined when the code is here */
  load(): Promise<void> | undefined;
}

/** What a file contains: bytes, which must not change any more; text; or how the text is made, when it is first read. */
export type FileContent = Uint8Array | string | (() => string) | LateText;

/** A tree of files in memory. Mounted into several containers it is shared between them (emptyDir). */
export interface Volume {
  /** Creates parent directories; replaces a file that is there. `path` is relative to the volume's root. */
  writeFile(path: string, content: FileContent, attributes?: Partial<FileAttributes>): void;
  /** Changes an existing file or directory. */
  setAttributes(path: string, attributes: Partial<FileAttributes>): void;
  /** Of what is there, symbolic links followed; of the volume's own directory for '' and for what is not there. */
  attributesOf(path: string): FileAttributes;
  makeDirectory(path: string, attributes?: Partial<FileAttributes>): void;
  makeLink(path: string, target: string, attributes?: Partial<FileAttributes>): void;
  /** Puts an executable there that runs `program`. */
  addProgram(path: string, program: Program): void;
  /** @returns undefined when there is no such file */
  readFile(path: string): Uint8Array | undefined;
  remove(path: string): void;
  /** What is there, symbolic links followed; undefined: nothing. */
  kindOf(path: string): 'file' | 'directory' | 'other' | undefined;
  /** The tree under a directory, made when it is missing, as a volume of its own: both show the same files. */
  directory(path: string): Volume;
  /**
   * Has an empty volume filled when somebody first looks into it. All is then as if it had been written now.
   * @param inodes how many files, directories and links `fill` makes
   */
  fillLater(inodes: number, fill: (volume: Volume) => void): void;
  usedBytes(): number;
  /** Names in a directory, in order; none when it is not there. */
  names(path: string): string[];
  /** Tells of every change of the names in a directory and of what its files hold. The directory is made when it is missing. */
  watch(path: string, onChange: () => void): void;
}

export interface VolumeOptions {
  /** A tmpfs: what is written counts as memory of the container that writes. Default false. */
  readonly inMemory?: boolean;
  /** How much fits; beyond it, writing fails with ENOSPC. Only of a volume in memory. Default: no limit. */
  readonly sizeBytes?: number;
}

/** The memory of a node: all containers with the same one share it, and the kernel kills when it has run out. */
export interface NodeMemory {
  readonly capacityBytes: number;
  usedBytes(): number;
}

/** The disk of a node, as programs in containers see it. */
export interface Disk {
  readonly sizeBytes: number;
  usedBytes(): number;
}

export interface MemoryOptions {
  /** Default: no limit but the node's (and 512 MiB that are really stored). */
  readonly limitBytes?: number;
  /** -1000..1000: who is killed first when the node has run out. */
  readonly scoreAdjustment?: number;
  readonly node?: NodeMemory;
  /** A process is about to be killed because memory has run out. */
  readonly onOutOfMemory?: () => void;
}

export interface Mount {
  /** Absolute path in the container; created when missing. */
  readonly path: string;
  readonly volume: Volume;
  /** A file or directory inside the volume. Default: its root. */
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

/** A program that is not a script, written in TypeScript. Runs in the process it was started in. */
export interface Program {
  readonly name: string;
  /** For a program of many names: the one that a link called `name` to it runs. */
  readonly named?: (name: string) => Program | undefined;
  /** Returns the exit code. Suspends with `yield*` on the process's own calls. */
  run(process: ProcessContext): Generator<void, number, void>;
}

/** One container's inside: its files, its names, and its processes. */
export interface ContainerSpace {
  /** Starts a process; the first one is PID 1. When PID 1 exits, all others are killed. */
  start(spec: ProcessSpec): ProcessHandle;
  /** Kills everything at once, as the runtime does. Idempotent. */
  destroy(): void;
  /** Milliseconds of one core that its processes have used so far. */
  cpuUsedMs(): number;
  /** How many cores its processes may keep busy together from now on; undefined: no limit. */
  limitCpu(cores: number | undefined): void;
  readonly files: Volume;
  /** What its processes hold, and what it has written to volumes in memory. */
  memoryBytes(): number;
  setMemoryLimit(bytes: number | undefined): void;
}

export interface ContainerSpaceOptions {
  readonly hostname: string;
  /** The image's files; each container gets its own writable copy (copy on write). */
  readonly image: Volume;
  readonly mounts: readonly Mount[];
  readonly readOnlyRoot?: boolean;
  /** Default: those of a container that asks for nothing. */
  readonly privileges?: ProcessPrivileges;
  /** Kernel settings that its Pod has made, by their dotted names. */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** Shared by all containers of a Pod. Default: a loopback interface of its own. */
  readonly network?: NetworkStack;
  readonly memory?: MemoryOptions;
  /** Where its files lie that are not in memory. Default: a large one with nothing on it but them. */
  readonly disk?: Disk;
  /** A container whose processes it shares: they see each other, and PID 1 is that container's. Default: its own. */
  readonly processesOf?: ContainerSpace;
}

export interface ProcessSpec {
  /** `argv[0]` is looked up on `PATH` unless it has a slash. Must not be empty. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Default `/`. */
  readonly workingDirectory?: string;
  readonly user?: { readonly uid: number; readonly gid: number; readonly groups?: readonly number[] };
  /** Default: empty, as from /dev/null. */
  readonly stdin?: HostInput;
  readonly stdout: (chunk: Uint8Array) => void;
  readonly stderr: (chunk: Uint8Array) => void;
  /** Holds back who writes there while too much of it waits to be shown. Default: all is taken at once. */
  readonly gate?: OutputGate;
  /** A terminal: line editing, echo, ^C and ^D; then stderr goes to stdout too. */
  readonly terminal?: { readonly columns: number; readonly rows: number };
  /** Process numbers that what starts it uses up for its threads, after the process's own. Default 0. */
  readonly starterThreads?: number;
  /** Called once, after the last output. */
  readonly onExit: (status: ExitStatus) => void;
}

/** Whether output that goes outside is taken now. */
export interface OutputGate {
  readonly isOpen: boolean;
  /** @param wake called whenever it opens */
  onOpen(wake: () => void): void;
}

/** Bytes that come from outside, such as `kubectl exec -i`. */
export interface HostInput {
  write(chunk: Uint8Array): void;
  end(): void;
}

export interface ProcessHandle {
  readonly pid: number;
  /**
   * `runtime`: from outside the container, where KILL and STOP always work.
   * `inside`: as `kill` run in the container; PID 1 then ignores every signal it has no handler for, KILL too.
   */
  signal(signal: SignalName, from: 'runtime' | 'inside'): void;
  resizeTerminal(size: { readonly columns: number; readonly rows: number }): void;
}

/**
 * Why a process could not be started, worded as runc does after `exec: "x": `:
 * `executable file not found in $PATH`, `permission denied`, `is a directory`, `stat /x: no such file or directory`.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: 'START_FAILED' | 'NO_WORKING_DIRECTORY' = 'START_FAILED';
}

/** The directory that a process is to start in cannot be made; worded as runc does, without a frame. */
export class WorkingDirectoryError extends StartError {
  override readonly code = 'NO_WORKING_DIRECTORY';
}

/** A container's privileges, as /proc tells of them. Of the capabilities CHOWN and NET_RAW are enforced. */
export interface ProcessPrivileges {
  /** Bits of the capabilities that its processes can have at most. */
  readonly capabilities: bigint;
  readonly cannotGainMore: boolean;
  readonly hasSeccompFilter: boolean;
}

/** What is to be mounted is no directory and goes over one, or the other way round. */
export class MountError extends Error {
  override readonly name = 'MountError';
  readonly code = 'MOUNT_FAILED';
  readonly mount: Pick<Mount, 'path' | 'readOnly'>;

  constructor(mount: Pick<Mount, 'path' | 'readOnly'>) {
    super(`${mount.path}: not a directory`);
    this.mount = mount;
  }
}

export interface Kernel {
  createContainer(options: ContainerSpaceOptions): ContainerSpace;
  createVolume(options?: VolumeOptions): Volume;
  createNodeMemory(capacityBytes: number): NodeMemory;
  createInput(): HostInput;
}
