import { WaitQueue } from '../process/wait-queue.ts';
import { SystemError } from './errno.ts';
import type { Inode } from './inode.ts';
import type { OpenFile } from './open-file.ts';

/** As Linux has it: 16 pages. */
const capacity = 65_536;
/** Writes of up to this size are not mixed with others (PIPE_BUF). */
const atomicSize = 4096;
const nothing = new Uint8Array(0);

/** Bytes on their way from writers to readers, at most 64 KiB of them. */
export class Pipe {
  readonly changed = new WaitQueue();
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  readers = 0;
  writers = 0;
  /** Ends that were opened since both were last closed: the first end of a fifo waits for the other. */
  #readersEver = 0;
  #writersEver = 0;

  read(max: number): Uint8Array | undefined {
    const first = this.#chunks[0];
    if (!first) return this.writers === 0 && this.#writersEver > 0 ? nothing : undefined;
    if (first.length > max) {
      this.#chunks[0] = first.subarray(max);
      this.#size -= max;
      this.changed.wakeAll();
      return first.subarray(0, max);
    }
    this.#chunks.shift();
    this.#size -= first.length;
    this.changed.wakeAll();
    return first;
  }

  write(bytes: Uint8Array): number {
    if (this.readers === 0 && this.#readersEver === 0) return 0;
    if (this.readers === 0) throw new SystemError('EPIPE');
    const free = capacity - this.#size;
    if (free <= 0 || (bytes.length <= atomicSize && free < bytes.length)) return 0;
    const taken = bytes.length <= free ? bytes : bytes.subarray(0, free);
    if (taken.length > 0) this.#chunks.push(taken);
    this.#size += taken.length;
    this.changed.wakeAll();
    return taken.length;
  }

  #forget(): void {
    this.#readersEver = 0;
    this.#writersEver = 0;
    this.#chunks.length = 0;
    this.#size = 0;
  }

  /** A new description of the reading or the writing end; of a fifo, `<>` opens both. */
  end(side: 'read' | 'write' | 'both', path: string, inode?: Inode): OpenFile {
    const [reads, writes] = [side !== 'write', side !== 'read'];
    if (reads) {
      this.readers += 1;
      this.#readersEver += 1;
    }
    if (writes) {
      this.writers += 1;
      this.#writersEver += 1;
    }
    this.changed.wakeAll();
    return {
      kind: 'pipe',
      path,
      ...(inode && { inode }),
      references: 0,
      changed: this.changed,
      read: (max) => {
        if (!reads) throw new SystemError('EBADF');
        return this.read(max);
      },
      isReadable: () => reads && (this.#size > 0 || this.writers === 0),
      write: (bytes) => {
        if (!writes) throw new SystemError('EBADF');
        return this.write(bytes);
      },
      close: () => {
        if (reads) this.readers -= 1;
        if (writes) this.writers -= 1;
        if (this.readers === 0 && this.writers === 0) this.#forget();
        this.changed.wakeAll();
      },
    };
  }
}
