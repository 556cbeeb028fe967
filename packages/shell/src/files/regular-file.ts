import { SystemError } from './errno.ts';
import type { FileNode, InodeSource } from './inode.ts';
import type { OpenFile } from './open-file.ts';

/** Bytes one file may grow to: the embedded cluster lives in memory. */
const maximumSize = 256 * 1024 * 1024;

export interface FileAccess {
  readonly read: boolean;
  readonly write: boolean;
  readonly append: boolean;
}

/** Opens a regular file with an offset of its own, at the start. */
export function openRegularFile(source: InodeSource, inode: FileNode, path: string, access: FileAccess): OpenFile {
  let offset = 0;
  return {
    kind: 'file',
    path,
    inode,
    references: 0,
    read: (max) => {
      if (!access.read) throw new SystemError('EBADF');
      const piece = inode.bytes.slice(offset, Math.min(offset + max, inode.size));
      offset += piece.length;
      inode.accessedMs = source.nowMs();
      return piece;
    },
    write: (bytes) => {
      if (!access.write) throw new SystemError('EBADF');
      if (access.append) offset = inode.size;
      writeAt(inode, offset, bytes);
      offset += bytes.length;
      inode.modifiedMs = source.nowMs();
      inode.changedMs = inode.modifiedMs;
      inode.onModified?.();
      return bytes.length;
    },
    close: () => {},
    seek: (to, from) => {
      const base = from === 'start' ? 0 : from === 'current' ? offset : inode.size;
      if (base + to < 0) throw new SystemError('EINVAL');
      offset = base + to;
      return offset;
    },
  };
}

/** Cuts or extends (with zero bytes) a file. */
export function truncateFile(inode: FileNode, size: number): void {
  if (size > maximumSize) throw new SystemError('EFBIG');
  if (size === 0) {
    inode.bytes = new Uint8Array(0);
    inode.shared = false;
  } else if (size > inode.size) {
    makeRoom(inode, size);
    inode.bytes.fill(0, inode.size, size);
  }
  inode.size = size;
}

/** What a file contains. The result is a view: it is not to be changed or kept. */
export function fileContent(inode: FileNode): Uint8Array {
  return inode.bytes.subarray(0, inode.size);
}

function writeAt(inode: FileNode, offset: number, bytes: Uint8Array): void {
  const end = offset + bytes.length;
  if (end > maximumSize) throw new SystemError('EFBIG');
  makeRoom(inode, end);
  if (offset > inode.size) inode.bytes.fill(0, inode.size, offset);
  inode.bytes.set(bytes, offset);
  inode.size = Math.max(inode.size, end);
}

function makeRoom(inode: FileNode, size: number): void {
  if (!inode.shared && inode.bytes.length >= size) return;
  const grown = size <= inode.size ? inode.size : Math.max(size, inode.size === 0 ? size : inode.size * 2);
  const bytes = new Uint8Array(grown);
  bytes.set(inode.bytes.subarray(0, inode.size));
  inode.bytes = bytes;
  inode.shared = false;
}
