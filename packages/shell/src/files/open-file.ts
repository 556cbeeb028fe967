import type { WaitQueue } from '../process/wait-queue.ts';
import type { ByteString } from './bytes.ts';
import type { Inode } from './inode.ts';

/**
 * What a file descriptor stands for: shared by the processes that inherited or duplicated it, so they share its offset.
 *
 * Nothing here blocks: a call that cannot go on says so, and the process waits in `changed` and tries again.
 */
export interface OpenFile {
  readonly kind: 'file' | 'directory' | 'pipe' | 'device' | 'terminal' | 'socket' | 'stream';
  /** As /proc/PID/fd shows it: a path, or `pipe:[12]`. */
  readonly path: ByteString;
  /** Absent for pipes and streams made by the kernel. */
  readonly inode?: Inode;
  /** How many descriptors refer to it. Changed only by `FileTable`. */
  references: number;
  /** Woken when a read or write that could not go on might go on now. */
  readonly changed?: WaitQueue;
  /** @returns at most `max` bytes (not to be changed), empty at the end, undefined when it would block */
  read(max: number): Uint8Array | undefined;
  /**
   * Takes ownership of what it takes of `bytes`.
   * @returns how many bytes were taken; 0 when it would block
   */
  write(bytes: Uint8Array): number;
  /** Whether a read would not block. Absent: it never does. */
  isReadable?(): boolean;
  /** Called when the last descriptor is closed. */
  close(): void;
  /** @returns the new offset from the start. Throws ESPIPE where there is none. */
  seek?(offset: number, from: 'start' | 'current' | 'end'): number;
}
