import { createRandom, type Timers } from '@podlab/apimachinery';
import { installBusybox } from '../applets/table.ts';
import { textOf, toUnicode } from '../files/bytes.ts';
import type { ContainerSpace, ExitStatus, Kernel, Mount, ProcessHandle, ProcessSpec, Volume } from '../ports.ts';
import { createKernel } from '../process/kernel.ts';

/** A queue of timed calls for tests: time passes only by `run`. */
export class TestTimers implements Timers {
  #now = 1_767_225_600_000;
  #count = 0;
  readonly #due: { atMs: number; order: number; run: () => void }[] = [];

  nowMs(): number {
    return this.#now;
  }

  schedule(delayMs: number, run: () => void) {
    this.#count += 1;
    const call = { atMs: this.#now + Math.max(0, Math.ceil(delayMs)), order: this.#count, run };
    const at = this.#due.findIndex((other) => other.atMs > call.atMs);
    this.#due.splice(at < 0 ? this.#due.length : at, 0, call);
    return {
      cancel: () => {
        const index = this.#due.indexOf(call);
        if (index >= 0) this.#due.splice(index, 1);
      },
    };
  }

  /** Makes the calls that are due within `ms`. */
  run(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#due[0];
      if (!next || next.atMs > until) break;
      this.#due.shift();
      this.#now = next.atMs;
      next.run();
    }
    this.#now = until;
  }
}

/** A process that was started, with what it printed so far. */
export interface Running {
  readonly handle: ProcessHandle;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: ExitStatus | undefined;
}

/** One container with busybox in it, for tests. */
export class TestContainer {
  readonly timers = new TestTimers();
  readonly kernel: Kernel;
  readonly image: Volume;
  readonly space: ContainerSpace;

  constructor(mounts: (kernel: Kernel) => readonly Mount[] = () => [], readOnlyRoot = false) {
    this.kernel = createKernel({ timers: this.timers, random: createRandom('test') });
    this.image = this.kernel.createVolume();
    installBusybox(this.image);
    this.space = this.kernel.createContainer({
      hostname: 'web-0',
      image: this.image,
      mounts: mounts(this.kernel),
      readOnlyRoot,
    });
  }

  start(argv: readonly string[], more: Partial<ProcessSpec> = {}): Running {
    const running = { stdout: '', stderr: '', status: undefined as ExitStatus | undefined };
    const handle = this.space.start({
      argv,
      env: { PATH: '/bin' },
      stdout: (chunk) => {
        running.stdout += textOf(chunk);
      },
      stderr: (chunk) => {
        running.stderr += textOf(chunk);
      },
      onExit: (status) => {
        running.status = status;
      },
      ...more,
    });
    return Object.assign(running, { handle });
  }
}

/** Runs a script as `sh -c` in a new container, for at most a virtual minute. */
export function runScript(script: string, more: Partial<ProcessSpec> = {}): Running {
  const container = new TestContainer();
  const running = container.start(['sh', '-c', script], more);
  container.timers.run(60_000);
  return running;
}

/**
 * Runs a recorded script as tools/record.mjs does: beside the container's main process, in an empty /work, with the
 * files that the kubelet puts into a container.
 */
export function runCase(script: string): Running {
  const container = new TestContainer();
  const { files } = container.space;
  files.writeFile('/etc/hostname', 'web-0\n');
  files.writeFile('/etc/hosts', hosts);
  files.writeFile('/etc/resolv.conf', resolver);
  files.makeDirectory('/work');
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  container.start(['sleep', '1000000'], { env: { PATH: path, HOSTNAME: 'web-0', HOME: '/root' } });
  const running = container.start(['sh', '-c', toUnicode(script)], {
    workingDirectory: '/work',
    env: { PATH: path, HOME: '/root' },
  });
  container.timers.run(60_000);
  return running;
}

const hosts = `# Kubernetes-managed hosts file.
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
fe00::0	ip6-localnet
fe00::0	ip6-mcastprefix
fe00::1	ip6-allnodes
fe00::2	ip6-allrouters
10.244.0.5	web-0
`;

const resolver = `search shell-recorder.svc.cluster.local svc.cluster.local cluster.local
nameserver 10.96.0.10
options ndots:5
`;
