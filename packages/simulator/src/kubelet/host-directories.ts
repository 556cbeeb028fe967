import type { Kernel, Volume } from '@podlab/shell';

/** Directories of a node that volumes are made of. What is in them outlives Pods. */
export class HostDirectories {
  readonly #kernel: Kernel;
  readonly #directories = new Map<string, Volume>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  has(path: string): boolean {
    return this.#directories.has(path);
  }

  /** The directory at an absolute path, made when it is missing. Directories inside others are not found in them. */
  open(path: string): Volume {
    const found = this.#directories.get(path);
    if (found) return found;
    const made = this.#kernel.createVolume();
    made.makeDirectory('', { mode: 0o777 });
    this.#directories.set(path, made);
    return made;
  }

  remove(path: string): void {
    this.#directories.delete(path);
  }
}
