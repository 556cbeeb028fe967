import { copyOnWrite, newDirectory } from '../files/entries.ts';
import { SystemError } from '../files/errno.ts';
import { type DeviceName, type Entries, type Inode, type InodeSource, newFields } from '../files/inode.ts';
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
]);

/** Mounts /dev with the devices that every container has. */
export function mountDevices(container: Container): void {
  const { scheduler, tree, startedMs } = container;
  // As old as the container, although made when somebody looks, which few containers do.
  const source = { nextInode: () => scheduler.nextInode(), nowMs: () => startedMs };
  const made = { kind: 'directory', ...newFields(source, 0o755), entries: deviceEntries(source) } as const;
  const root = copyOnWrite(source, made);
  tree.mountAt(scheduler, { path: '/dev', root, readOnly: false, source: 'tmpfs', type: 'tmpfs' });
}

function deviceEntries(source: InodeSource): Entries {
  const made = new Map<string, Inode>();
  const get = (name: string) => {
    const inode = made.get(name) ?? makeDevice(source, name);
    if (inode) made.set(name, inode);
    return inode;
  };
  // What a container changes is in the copy over these.
  const fixed = () => {
    throw new SystemError('EROFS');
  };
  return { get, own: get, names: () => [...devices.keys(), ...links.keys(), 'shm'], set: fixed, delete: fixed };
}

function makeDevice(source: InodeSource, name: string): Inode | undefined {
  const device = devices.get(name);
  if (device) return { kind: 'device', ...newFields(source, 0o666), device };
  const target = links.get(name);
  if (target) return { kind: 'link', ...newFields(source, 0o777), target };
  return name === 'shm' ? newDirectory(source, 0o1777) : undefined;
}
