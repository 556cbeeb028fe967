import type { DirectoryNode, Inode } from '../files/inode.ts';
import type { MountPoint } from '../files/tree.ts';

/** The kind of file system that a mount is of. */
export type FileSystem = MountPoint['type'];

/** Bytes that `ls` and `stat` show for an inode. */
export function sizeOf(inode: Inode, fileSystem: FileSystem = 'ext4'): number {
  if (inode.kind === 'file') return inode.size;
  if (inode.kind === 'link') return inode.target.length;
  if (inode.kind === 'directory') return directorySize(inode, fileSystem);
  if (inode.kind !== 'program') return 0;
  return inode.program.name === 'busybox' ? 2_024_544 : inode.program.name.length + 4;
}

/** A tmpfs counts names. @see linux mm/shmem.c BOGO_DIRENT_SIZE */
function directorySize({ entries }: DirectoryNode, fileSystem: FileSystem): number {
  if (fileSystem === 'proc') return 0;
  return fileSystem === 'tmpfs' ? 20 * (2 + entries.names().length) : 4096;
}

/** KiB that an inode takes on its disk, or in memory. Symbolic links are kept in the inode itself. */
export function kibOf(inode: Inode, fileSystem: FileSystem): number {
  if (inode.kind === 'link' || (inode.kind === 'directory' && fileSystem === 'tmpfs')) return 0;
  return Math.ceil(sizeOf(inode, fileSystem) / 4096) * 4;
}

/** How many names an inode has; each subdirectory is one of a directory, but overlayfs does not count in what it merges. */
export function linksOf(inode: Inode, fileSystem: FileSystem): number {
  if (inode.kind !== 'directory') return inode.links;
  const { entries } = inode;
  if (fileSystem === 'overlay' && entries.isMerged?.()) return 1;
  return 2 + entries.names().filter((name) => entries.get(name)?.kind === 'directory').length;
}

const kinds: Readonly<Record<Inode['kind'], string>> = {
  file: '-',
  program: '-',
  generated: '-',
  directory: 'd',
  link: 'l',
  device: 'c',
  fifo: 'p',
};

/** `drwxr-xr-x`. */
export function modeText(inode: Inode): string {
  const { mode } = inode;
  const triple = (shift: number, special: number, letter: string) => {
    const bits = mode >> shift;
    const execute = mode & special ? (bits & 1 ? letter : letter.toUpperCase()) : bits & 1 ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${execute}`;
  };
  return kinds[inode.kind] + triple(6, 0o4000, 's') + triple(3, 0o2000, 's') + triple(0, 0o1000, 't');
}
