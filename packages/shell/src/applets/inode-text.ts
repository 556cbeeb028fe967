import type { Inode } from '../files/inode.ts';

/** Bytes that `ls` and `stat` show for an inode. */
export function sizeOf(inode: Inode): number {
  if (inode.kind === 'file') return inode.size;
  if (inode.kind === 'link') return inode.target.length;
  if (inode.kind === 'directory') return 4096;
  if (inode.kind !== 'program') return 0;
  return inode.program.name === 'busybox' ? 2_024_544 : inode.program.name.length + 4;
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
