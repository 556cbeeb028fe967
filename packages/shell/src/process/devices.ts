import { newDirectory } from '../files/entries.ts';
import { type DeviceName, newFields } from '../files/inode.ts';
import type { Container } from './container.ts';

const devices: ReadonlyArray<readonly [string, DeviceName]> = [
  ['null', 'null'],
  ['zero', 'zero'],
  ['full', 'full'],
  ['random', 'random'],
  ['urandom', 'random'],
  ['tty', 'tty'],
];

const links: ReadonlyArray<readonly [string, string]> = [
  ['fd', '/proc/self/fd'],
  ['stdin', '/proc/self/fd/0'],
  ['stdout', '/proc/self/fd/1'],
  ['stderr', '/proc/self/fd/2'],
];

/** Mounts /dev with the devices that every container has. */
export function mountDevices(container: Container): void {
  const { scheduler, tree } = container;
  const root = newDirectory(scheduler);
  for (const [name, device] of devices) {
    root.entries.set(name, { kind: 'device', ...newFields(scheduler, 0o666), device });
  }
  for (const [name, target] of links) root.entries.set(name, { kind: 'link', ...newFields(scheduler, 0o777), target });
  root.entries.set('shm', newDirectory(scheduler, 0o1777));
  tree.mountAt(scheduler, { path: '/dev', root, readOnly: false, source: 'tmpfs', type: 'tmpfs' });
}
