import type { Random, Timer, Timers } from '@podlab/apimachinery';
import { LateSet, newHexId, withFields } from '@podlab/apimachinery';
import type {
  ContainerSpace,
  Disk,
  ExitStatus,
  HostInput,
  Kernel,
  NetworkStack,
  NodeMemory,
  ProcessHandle,
  Volume,
} from '@podlab/shell';
import { MountError, StartError } from '@podlab/shell';
import type { ResourceRequirements } from 'kubernetes-types/core/v1';
import type { Image } from '../images/image.ts';
import { cpuCoresOf, memoryLimitOf } from './cgroup-limits.ts';
import { type ContainerConfig, type KeptConfig, keptOf } from './container-config.ts';
import { ContainerLog, type LogStream } from './container-log.ts';
import { createExecSession, type ExecProcess } from './exec-session.ts';
import type { ExecSession } from '../apiserver/exchange.ts';
import { startPause } from './pause-program.ts';
import { starterThreads } from './starter-threads.ts';
import type { ContainerInstance, ContainerUsage, RuntimePod, Sandbox } from './ports.ts';

/** How the runtime words a command that could not be started: containerd's frame around runc's text. */
export class ContainerStartError extends Error {
  override readonly name = 'ContainerStartError';
  readonly code = 'CONTAINER_START_FAILED';
}

const startErrorFrame =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
  'unable to start container process: error during container init: ';

/** What runc itself needs while it starts a container, as measured: a smaller limit cannot be set. */
const starterBytes = 3_325_952;
const starterPeakBytes = 3_481_600;

/** Only the newest instance and the one before are kept, as the kubelet's garbage collection leaves them. */
const keptInstancesPerContainer = 2;

interface PodRecord {
  sandbox?: Sandbox;
  /** Of the sandbox; all containers are in it. */
  network?: NetworkStack;
  /** What holds the processes together that all containers of the Pod share. */
  pause?: ContainerSpace;
  /** Newest first. */
  containers: ContainerRecord[];
}

interface ContainerRecord {
  instance: ContainerInstance;
  readonly config: KeptConfig;
  space?: ContainerSpace;
  process?: ProcessHandle;
  killTimer?: Timer;
  /** One of its processes was killed because memory had run out. */
  wasOutOfMemory?: boolean;
  onStopped: (() => void)[];
  input?: HostInput;
  /** Connections that follow PID 1's output. */
  readonly attached: LateSet<AttachSink>;
}

type AttachSink = Parameters<ExecSession['subscribe']>[0];

export interface ContainerRuntimeOptions {
  readonly kernel: Kernel;
  readonly timers: Timers;
  readonly random: Random;
  /** What all containers of the node share. */
  readonly memory: NodeMemory;
  readonly disk: Disk;
  /** Image files, shared by all containers made from it. */
  readonly imageFiles: (image: Image) => Volume;
  /** Something happened to a Pod by itself: a container has ended. */
  readonly onExit: (podUid: string, instanceId: string) => void;
}

/** One node's containers: Pod sandboxes and the container instances in them, on the shell's kernel. */
export class ContainerRuntime {
  readonly #options: ContainerRuntimeOptions;
  readonly #pods = new Map<string, PodRecord>();

  constructor(options: ContainerRuntimeOptions) {
    this.#options = options;
  }

  /** The Pod as it is now. The answer does not change later. */
  inspect(podUid: string): RuntimePod {
    const record = this.#pods.get(podUid);
    if (record === undefined) return { instances: [] };
    return { sandbox: record.sandbox, instances: record.containers.map(({ instance }) => instance) };
  }

  /** @param sharesProcesses all containers of the Pod see each other's processes, and PID 1 is `/pause` */
  createSandbox(podUid: string, network: NetworkStack, sharesProcesses = false): Sandbox {
    const sandbox: Sandbox = {
      id: newHexId(this.#options.random),
      ip: network.address ?? '',
      createdAtMs: this.#options.timers.nowMs(),
      state: 'ready',
    };
    const record: PodRecord = { containers: this.#pods.get(podUid)?.containers ?? [], sandbox, network };
    this.#pods.set(podUid, record);
    if (sharesProcesses) record.pause = this.#startPause(podUid);
    return sandbox;
  }

  /** The network of a Pod's sandbox, stopped or not. */
  networkOf(podUid: string): NetworkStack | undefined {
    return this.#pods.get(podUid)?.network;
  }

  stopSandbox(podUid: string): void {
    const record = this.#pods.get(podUid);
    if (record?.sandbox) record.sandbox = { ...record.sandbox, state: 'notReady' };
    record?.pause?.destroy();
  }

  /** Kills what still runs and forgets the Pod. */
  removePod(podUid: string): void {
    for (const container of this.#pods.get(podUid)?.containers ?? []) {
      container.killTimer?.cancel();
      container.space?.destroy();
    }
    this.#pods.get(podUid)?.pause?.destroy();
    this.#pods.delete(podUid);
  }

  /** Forgets all instances of a container; what still runs is ended. */
  removeContainer(podUid: string, name: string): void {
    const record = this.#pods.get(podUid);
    if (record === undefined) return;
    for (const { instance, space } of record.containers) if (instance.name === name) space?.destroy();
    record.containers = record.containers.filter(({ instance }) => instance.name !== name);
  }

  createContainer(config: ContainerConfig): ContainerInstance {
    const { kernel, timers, random, imageFiles, memory, disk } = this.#options;
    const record = this.#pods.get(config.podUid);
    if (record === undefined) throw new Error(`no sandbox for Pod ${config.podUid}`);
    const instance: ContainerInstance = {
      id: newHexId(random),
      name: config.name,
      attempt: config.attempt,
      state: 'created',
      createdAtMs: timers.nowMs(),
      specImage: config.specImage,
      image: config.image.name,
      imageId: config.image.id,
      user: config.user,
      ...(config.resources && { resources: config.resources }),
      log: new ContainerLog(),
    };
    const processesOf = config.processesOf ? this.#find(config.podUid, config.processesOf).space : record.pause;
    const space = kernel.createContainer({
      ...(processesOf && { processesOf }),
      hostname: config.hostname,
      image: imageFiles(config.image),
      mounts: config.mounts,
      readOnlyRoot: config.readOnlyRoot,
      ...(config.privileges && { privileges: config.privileges }),
      ...(config.sysctls && { sysctls: config.sysctls }),
      disk,
      ...(record.network && { network: record.network }),
      memory: {
        ...memoryLimitOf(config.resources),
        scoreAdjustment: config.oomScoreAdjustment ?? 0,
        node: memory,
        onOutOfMemory: () => {
          container.wasOutOfMemory = true;
        },
      },
    });
    space.limitCpu(cpuCoresOf(config.resources));
    const container: ContainerRecord = {
      instance,
      config: keptOf(config),
      space,
      onStopped: [],
      attached: new LateSet(),
    };
    record.containers = [container].concat(record.containers);
    this.#forgetOldInstances(record, config.name);
    return instance;
  }

  /**
   * @param sourceOf where what is mounted at a path of the container is on the node, for messages
   * @throws ContainerStartError when the command cannot be run; the instance has then ended with exit code 128
   */
  startContainer(podUid: string, instanceId: string, sourceOf: (path: string) => string): void {
    const { timers } = this.#options;
    const record = this.#find(podUid, instanceId);
    const { config, space } = record;
    const { log } = record.instance;
    if (space === undefined) throw new Error(`container ${instanceId} has been removed`);
    const { limitBytes = Number.POSITIVE_INFINITY } = memoryLimitOf(record.instance.resources);
    if (limitBytes < starterBytes) {
      const why = `unable to set memory limit to ${limitBytes} (current usage: ${starterBytes}, peak usage: ${starterPeakBytes})`;
      throw this.#startFailed(record, `error setting cgroup config for procHooks process: ${why}`);
    }
    record.instance = withFields(record.instance, { state: 'running', startedAtMs: timers.nowMs() } as const);
    if (config.stdin) record.input = this.#options.kernel.createInput();
    const write = (stream: LogStream) => (chunk: Uint8Array) => {
      log.append(stream, chunk, timers.nowMs());
      for (const sink of record.attached) sink[stream](chunk);
    };
    try {
      record.process = space.start({
        argv: config.argv,
        env: config.env,
        workingDirectory: config.workingDirectory,
        user: config.user,
        starterThreads: starterThreads.create,
        ...(record.input && { stdin: record.input }),
        ...(config.tty && { terminal: { columns: 80, rows: 24 } }),
        stdout: write('stdout'),
        stderr: write('stderr'),
        onExit: (status) => this.#ended(podUid, record, status),
      });
    } catch (error) {
      if (error instanceof MountError) throw this.#startFailed(record, mountFault(error, sourceOf));
      if (!(error instanceof StartError)) throw error;
      if (error.code === 'NO_WORKING_DIRECTORY') throw this.#startFailed(record, error.message);
      throw this.#startFailed(record, `exec: ${JSON.stringify(config.argv[0] ?? '')}: ${error.message}`);
    }
  }

  /** What the running containers of a Pod have used and hold. */
  usage(podUid: string): ContainerUsage[] {
    const containers = this.#pods.get(podUid)?.containers ?? [];
    return containers.flatMap(({ instance, space }) =>
      instance.state === 'running' && space
        ? [{ id: instance.id, name: instance.name, cpuUsedMs: space.cpuUsedMs(), memoryBytes: space.memoryBytes() }]
        : [],
    );
  }

  /** Gives a running container other resources; it goes on as it is. */
  updateResources(podUid: string, instanceId: string, resources: ResourceRequirements): void {
    const record = this.#find(podUid, instanceId);
    record.instance = { ...record.instance, resources };
    record.space?.setMemoryLimit(memoryLimitOf(resources).limitBytes);
    record.space?.limitCpu(cpuCoresOf(resources));
  }

  /** What a container has written to the node's disk: beyond its image's files, and in its log. */
  storageBytes(podUid: string, instanceId: string): number {
    const { space, config, instance } = this.#find(podUid, instanceId);
    const written = space ? space.files.usedBytes() - this.#options.imageFiles(config.image).usedBytes() : 0;
    return Math.max(0, written) + instance.log.sizeBytes();
  }

  /** What a container's processes and its files in memory take; 0 when it does not run. */
  memoryBytes(podUid: string, instanceId: string): number {
    return this.#find(podUid, instanceId).space?.memoryBytes() ?? 0;
  }

  /**
   * TERM now, KILL after `graceMs`.
   * @param onStopped called once the container has ended, at once when it is not running
   */
  stopContainer(podUid: string, instanceId: string, graceMs: number, onStopped: () => void): void {
    const record = this.#find(podUid, instanceId);
    if (record.instance.state !== 'running' || record.process === undefined) {
      onStopped();
      return;
    }
    const { process } = record;
    record.onStopped.push(onStopped);
    const stopSignal = record.config.image.stopSignal ?? 'TERM';
    record.killTimer?.cancel();
    record.killTimer = this.#options.timers.schedule(graceMs, () => process.signal('KILL', 'runtime'));
    process.signal(stopSignal, 'runtime');
  }

  /**
   * Starts a process in a running container.
   * @throws StartError worded as runc does, without a frame
   */
  exec(podUid: string, instanceId: string, process: ExecProcess): ExecSession {
    const record = this.#find(podUid, instanceId);
    if (record.space === undefined || record.instance.state !== 'running') throw new Error('container is not running');
    return createExecSession(this.#options.kernel, record.space, {
      ...process,
      env: record.config.env,
      workingDirectory: record.config.workingDirectory,
      user: record.config.user,
    });
  }

  /**
   * Joins PID 1's output, and its stdin when it has one. A client that says no more ends the session, and leaves stdin
   * open for the next, unless it is open once only. However PID 1 ends, the session succeeds.
   * @see containerd internal/cri/io (Attach), and seen on a real cluster (v1.36.3)
   */
  attach(podUid: string, instanceId: string): ExecSession {
    const record = this.#find(podUid, instanceId);
    let mine: AttachSink | undefined;
    return {
      writeStdin: (chunk) => record.input?.write(chunk),
      endStdin: () => {
        if (record.config.stdinOnce) record.input?.end();
        else if (mine && record.attached.delete(mine)) mine.exit(0);
      },
      resize: (size) => record.process?.resizeTerminal(size),
      detach: () => mine && record.attached.delete(mine),
      subscribe: (sink) => {
        mine = sink;
        record.attached.add(sink);
      },
    };
  }

  #startPause(podUid: string): ContainerSpace {
    const space = startPause(this.#options.kernel, () => {
      const record = this.#pods.get(podUid);
      if (record?.pause !== space || record.sandbox?.state !== 'ready') return;
      record.sandbox = { ...record.sandbox, state: 'notReady' };
      this.#options.onExit(podUid, record.sandbox.id);
    });
    return space;
  }

  #ended(podUid: string, record: ContainerRecord, { code }: ExitStatus): void {
    const nowMs = this.#options.timers.nowMs();
    record.killTimer?.cancel();
    record.instance.log.close(nowMs);
    record.instance = {
      ...record.instance,
      state: 'exited',
      finishedAtMs: nowMs,
      exitCode: code,
      // Whatever the exit code: containerd has noted that memory ran out.
      reason: record.wasOutOfMemory ? 'OOMKilled' : code === 0 ? 'Completed' : 'Error',
    };
    delete record.process;
    record.space?.destroy();
    delete record.space;
    const waiting = record.onStopped.splice(0);
    this.#options.onExit(podUid, record.instance.id);
    for (const sink of record.attached) sink.exit(0);
    record.attached.clear();
    for (const onStopped of waiting) onStopped();
  }

  #startFailed(record: ContainerRecord, why: string): ContainerStartError {
    const message = `${startErrorFrame}${why}`;
    const nowMs = this.#options.timers.nowMs();
    const { startedAtMs: _, ...instance } = record.instance;
    record.instance.log.close(nowMs);
    record.instance = {
      ...instance,
      state: 'exited',
      finishedAtMs: nowMs,
      exitCode: 128,
      reason: 'StartError',
      message,
    };
    record.space?.destroy();
    delete record.space;
    return new ContainerStartError(message);
  }

  #forgetOldInstances(record: PodRecord, name: string): void {
    let kept = 0;
    if (record.containers.length <= keptInstancesPerContainer) return;
    record.containers = record.containers.filter(({ instance }) => {
      if (instance.name !== name) return true;
      kept += 1;
      return kept <= keptInstancesPerContainer;
    });
  }

  #find(podUid: string, instanceId: string): ContainerRecord {
    const record = this.#pods.get(podUid)?.containers.find(({ instance }) => instance.id === instanceId);
    if (record === undefined) throw new Error(`no container ${instanceId} in Pod ${podUid}`);
    return record;
  }
}

/** As runc words it. */
function mountFault({ mount: { path, readOnly } }: MountError, sourceOf: (path: string) => string): string {
  const source = sourceOf(path);
  const flags = `${readOnly ? 'MS_RDONLY|' : ''}MS_BIND|MS_REC`;
  const call = `src=${source}, dst=${path}, dstFd=/proc/thread-self/fd/16, flags=${flags}`;
  return `error mounting "${source}" to rootfs at "${path}": mount ${call}: not a directory`;
}
