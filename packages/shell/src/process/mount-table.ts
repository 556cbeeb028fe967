import type { ByteString } from '../files/bytes.ts';
import type { MountPoint } from '../files/tree.ts';
import type { Container } from './container.ts';

/** One line of `mount`. */
export interface MountEntry extends Pick<MountPoint, 'source' | 'path' | 'type'> {
  readonly options: ByteString;
  /** Absent for what the runtime mounts and nothing here keeps apart: terminals, queues, the container's cgroup. */
  readonly point?: MountPoint;
  /** Its size, when it has one of its own. */
  readonly totalKib?: number;
}

const closed = 'nosuid,nodev,noexec,relatime';

/** What the runtime mounts beside a container's own tree. @see containerd v2 pkg/oci defaultMounts, internal/cri */
const standing = {
  pts: { source: 'devpts', path: '/dev/pts', type: 'devpts' },
  queues: { source: 'mqueue', path: '/dev/mqueue', type: 'mqueue', options: `rw,${closed}` },
  cgroup: { source: 'cgroup', path: '/sys/fs/cgroup', type: 'cgroup2', options: `ro,${closed}` },
  memory: { source: 'shm', path: '/dev/shm', type: 'tmpfs', options: 'rw,relatime,size=65536k', totalKib: 65_536 },
  settings: { source: 'proc', path: '/proc/sys', type: 'proc', options: `ro,${closed}` },
};
const pts: MountEntry = { ...standing.pts, options: 'rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666' };

/** What is mounted in a container, in the order of /proc/mounts. */
export function mountTable({ tree }: Container): MountEntry[] {
  const entries = tree.mounts.map((point): MountEntry => ({ ...nameOf(point), options: optionsOf(point), point }));
  const [own, others] = [entries.slice(0, 4), entries.slice(4)];
  const [root, proc, dev, sys] = own as [MountEntry, MountEntry, MountEntry, MountEntry];
  return [root, proc, dev, pts, standing.queues, sys, standing.cgroup, ...others, standing.memory, standing.settings];
}

function nameOf({ source, path, type }: MountPoint) {
  return { source, path, type };
}

function optionsOf({ path, type, readOnly, memory }: MountPoint): ByteString {
  if (path === '/proc') return `rw,${closed}`;
  if (path === '/dev') return 'rw,nosuid,size=65536k,mode=755';
  if (type === 'sysfs') return `ro,${closed}`;
  const size = memory && Number.isFinite(memory.sizeBytes) ? `,size=${Math.floor(memory.sizeBytes / 1024)}k` : '';
  return `${readOnly ? 'ro' : 'rw'},relatime${size}${memory ? ',noswap' : ''}`;
}
