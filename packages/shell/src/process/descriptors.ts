import { LateSet } from '@podlab/apimachinery';
import { SystemError } from '../files/errno.ts';
import type { OpenFile } from '../files/open-file.ts';

const maximumDescriptors = 1024;

/** The open files of one process, by number. */
export class DescriptorTable {
  /** As `ulimit -n` sets it: numbers from here on are not given to what is opened. */
  limit = maximumDescriptors;
  /** By number; most tables have three or four. */
  readonly #files: (OpenFile | undefined)[] = [undefined, undefined, undefined];
  readonly #closeOnExec = new LateSet<number>();

  get(fd: number): OpenFile {
    const file = this.#files[fd];
    if (!file) throw new SystemError('EBADF');
    return file;
  }

  has(fd: number): boolean {
    return this.#files[fd] !== undefined;
  }

  numbers(): number[] {
    return [...this.#files.keys()].filter((fd) => this.has(fd));
  }

  lowestFree(lowest = 0): number {
    let fd = lowest;
    while (this.has(fd)) fd += 1;
    return fd;
  }

  /** Puts a file at the lowest free number from `lowest` on. */
  add(file: OpenFile, lowest = 0): number {
    const fd = this.lowestFree(lowest);
    if (fd >= this.limit) throw new SystemError('EMFILE');
    this.set(fd, file);
    return fd;
  }

  /** Puts a file at `fd`, closing what was there (dup2). */
  set(fd: number, file: OpenFile): void {
    if (fd >= maximumDescriptors) throw new SystemError('EBADF');
    file.references += 1;
    const before = this.#files[fd];
    this.#files[fd] = file;
    this.#closeOnExec.delete(fd);
    if (before) release(before);
  }

  /** Does nothing when it is not open. */
  close(fd: number): void {
    const file = this.#files[fd];
    this.#files[fd] = undefined;
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
    copy.limit = this.limit;
    for (const fd of this.numbers()) {
      copy.set(fd, this.get(fd));
      if (this.#closeOnExec.has(fd)) copy.setCloseOnExec(fd);
    }
    return copy;
  }
}

function release(file: OpenFile): void {
  file.references -= 1;
  if (file.references === 0) file.close();
}
