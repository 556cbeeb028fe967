import type { ByteString } from '../files/bytes.ts';
import { newDirectoryOf } from '../files/entries.ts';
import { type Inode, root as owner } from '../files/inode.ts';
import type { Container } from './container.ts';
import { GeneratedEntries, generatedDirectory, generatedFile } from './generated.ts';
import { quotaPeriodMs } from './scheduler.ts';

const files: ReadonlyMap<string, (container: Container) => ByteString> = new Map([
  ['cgroup.controllers', () => 'cpu memory pids'],
  ['cgroup.procs', ({ processes }: Container) => [...processes.keys()].join('\n')],
  ['cpu.max', ({ cpu }: Container) => `${limit(Math.round(cpu.cores * quotaPeriodMs * 1000))} ${quotaPeriodMs * 1000}`],
  ['cpu.stat', (container: Container) => `usage_usec ${Math.round(container.cpuUsedMs() * 1000)}`],
  ['memory.current', (container: Container) => String(container.memoryBytes())],
  ['memory.max', ({ memory }: Container) => limit(memory.limitBytes)],
  ['pids.current', ({ processes }: Container) => String(processes.size)],
  ['pids.max', () => 'max'],
]);

/** Mounts /sys with the container's own cgroup, of version 2: its limits as they are now, and what it uses. */
export function mountSys(container: Container): void {
  const root = newDirectoryOf(container.scheduler, 0o555, owner, new SysEntries(container));
  const mount = { path: '/sys', root, readOnly: true, source: 'sysfs', type: 'sysfs' };
  container.tree.mountAt(container.scheduler, mount);
}

/** Made for every container: it holds no more than it must. */
class SysEntries extends GeneratedEntries {
  readonly #container: Container;

  constructor(container: Container) {
    super();
    this.#container = container;
  }

  override names(): ByteString[] {
    return ['fs'];
  }

  override get(name: ByteString): Inode | undefined {
    if (name !== 'fs') return undefined;
    return directory(this.#container, 'cgroup', () =>
      generatedDirectory(this.#container, {
        names: () => [...files.keys()],
        get: (file) => {
          const make = files.get(file);
          return make && generatedFile(this.#container, () => `${make(this.#container)}\n`);
        },
      }),
    );
  }
}

function directory(container: Container, only: ByteString, make: () => Inode): Inode {
  return generatedDirectory(container, { names: () => [only], get: (name) => (name === only ? make() : undefined) });
}

function limit(amount: number): string {
  return Number.isFinite(amount) ? String(amount) : 'max';
}
