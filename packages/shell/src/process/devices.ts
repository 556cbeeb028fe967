import { copyOnWrite, newDirectory, newDirectoryOf } from '../files/entries.ts';
import { SystemError } from '../files/errno.ts';
import {
  type DeviceName,
  type Entries,
  type Inode,
  type InodeSource,
  newFields,
  newLink,
  root as owner,
} from '../files/inode.ts';
import type { Container } from './container.ts';

const devices: ReadonlyMap<string, DeviceName> = new Map([
  ['null', 'null'],
  ['zero', 'zero'],
  ['full', 'full'],
  ['random', 'random'],
  ['urandom', 'random'],
  ['tty', 'tty'],
]);

const links: ReadonlyMap<string, string> = new Map([
  ['fd', '/proc/self/fd'],
  ['stdin', '/proc/self/fd/0'],
  ['stdout', '/proc/self/fd/1'],
  ['stderr', '/proc/self/fd/2'],
  ['ptmx', 'pts/ptmx'],
]);

const directories: ReadonlyMap<string, number> = new Map([
  ['shm', 0o1777],
  ['pts', 0o755],
  ['mqueue', 0o1777],
]);

/** Mounts /dev with the devices that every container has. */
export function mountDevices(container: Container): void {
  const { scheduler, tree } = container;
  const entries = new DeviceEntries(container);
  const root = copyOnWrite(entries, newDirectoryOf(entries, 0o755, owner, entries));
  tree.mountAt(scheduler, { path: '/dev', root, readOnly: false, source: 'tmpfs', type: 'tmpfs' });
}

/** As old as the container, although made when somebody looks, which few containers do. */
class DeviceEntries implements Entries, InodeSource {
  readonly #container: Container;
  #made: Map<string, Inode> | undefined;

  constructor(container: Container) {
    this.#container = container;
  }

  nextInode(): number {
    return this.#container.scheduler.nextInode();
  }

  nowMs(): number {
    return this.#container.startedMs;
  }

  get(name: string): Inode | undefined {
    const inode = this.#made?.get(name) ?? makeDevice(this, name);
    if (inode) (this.#made ??= new Map()).set(name, inode);
    return inode;
  }

  own(name: string): Inode | undefined {
    return this.get(name);
  }

  names(): string[] {
    return [...devices.keys(), ...links.keys(), ...directories.keys()];
  }

  /** What a container changes is in the copy over these. */
  set(): void {
    throw new SystemError('EROFS');
  }

  delete(): void {
    throw new SystemError('EROFS');
  }
}

function makeDevice(source: InodeSource, name: string): Inode | undefined {
  const device = devices.get(name);
  if (device) return { kind: 'device', ...newFields(source, 0o666), device };
  const target = links.get(name);
  if (target) return newLink(source, target);
  const mode = directories.get(name);
  return mode === undefined ? undefined : newDirectory(source, mode);
}
