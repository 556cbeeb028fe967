import { SystemError } from './errno.ts';
import type { DirectoryNode } from './inode.ts';
import type { OpenFile } from './open-file.ts';

/** A directory that was opened as a file: it can be kept open, not read. */
export function openDirectory(inode: DirectoryNode, path: string): OpenFile {
  return {
    kind: 'directory',
    path,
    inode,
    references: 0,
    read: () => {
      throw new SystemError('EISDIR');
    },
    write: () => {
      throw new SystemError('EBADF');
    },
    close: () => {},
  };
}
