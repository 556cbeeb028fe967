import { SystemError } from '../files/errno.ts';
import type { OpenFile } from '../files/open-file.ts';

const maximumDescriptors = 1024;

/** The open files of one process, by number. */
export class DescriptorTable {
  readonly #files = new Map<number, OpenFile>();
  readonly #closeOnExec = new Set<number>();

  get(fd: number): OpenFile {
    const file = this.#files.get(fd);
    if (!file) throw new SystemError('EBADF');
    return file;
  }

  has(fd: number): boolean {
    return this.#files.has(fd);
  }

  numbers(): number[] {
    return [...this.#files.keys()].sort((a, b) => a - b);
  }

  /** Puts a file at the lowest free number from `lowest` on. */
  add(file: OpenFile, lowest = 0): number {
    let fd = lowest;
    while (this.#files.has(fd)) fd += 1;
    if (fd >= maximumDescriptors) throw new SystemError('EMFILE');
    this.set(fd, file);
    return fd;
  }

  /** Puts a file at `fd`, closing what was there (dup2). */
  set(fd: number, file: OpenFile): void {
    if (fd >= maximumDescriptors) throw new SystemError('EBADF');
    file.references += 1;
    const before = this.#files.get(fd);
    this.#files.set(fd, file);
    this.#closeOnExec.delete(fd);
    if (before) release(before);
  }

  /** Does nothing when it is not open. */
  close(fd: number): void {
    const file = this.#files.get(fd);
    this.#files.delete(fd);
    this.#closeOnExec.delete(fd);
    if (file) release(file);
  }

  setCloseOnExec(fd: number): void {
    this.#closeOnExec.add(fd);
  }

  closeOnExec(): void {
    for (const fd of Array.from(this.#closeOnExec)) this.close(fd);
  }

  closeAll(): void {
    for (const fd of this.numbers()) this.close(fd);
  }

  /** A table for a child: the same open files. */
  copy(): DescriptorTable {
    const copy = new DescriptorTable();
    for (const [fd, file] of this.#files) {
      copy.set(fd, file);
      if (this.#closeOnExec.has(fd)) copy.setCloseOnExec(fd);
    }
    return copy;
  }
}

function release(file: OpenFile): void {
  file.references -= 1;
  if (file.references === 0) file.close();
}
