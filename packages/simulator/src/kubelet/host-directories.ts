import type { Kernel, Volume } from '@podlab/shell';

/** A node's own file tree, as far as Pods can see it. What is in it outlives them. */
export class HostDirectories {
  readonly #nodeName: string;
  readonly #kernel: Kernel;
  #made: Volume | undefined;

  constructor(kernel: Kernel, nodeName: string) {
    this.#kernel = kernel;
    this.#nodeName = nodeName;
  }

  has(path: string): boolean {
    return this.kindOf(path) !== undefined;
  }

  kindOf(path: string): ReturnType<Volume['kindOf']> {
    return this.#root.kindOf(path);
  }

  /** The directory at an absolute path, made when it is missing. */
  open(path: string): Volume {
    return this.#root.directory(path);
  }

  makeFile(path: string): void {
    this.#root.writeFile(path, '');
  }

  remove(path: string): void {
    this.#root.remove(path);
  }

  /** Made when somebody looks: most nodes are never looked at. */
  get #root(): Volume {
    if (this.#made) return this.#made;
    const root = this.#kernel.createVolume();
    for (const path of directories) root.makeDirectory(path);
    root.makeDirectory('root', { mode: 0o700 });
    root.makeDirectory('tmp', { mode: 0o1777 });
    root.writeFile('etc/hostname', `${this.#nodeName}\n`);
    root.writeFile('etc/os-release', osRelease);
    this.#made = root;
    return root;
  }
}

const directories = ['etc', 'home', 'mnt', 'opt', 'run', 'srv', 'usr', 'var/lib/kubelet', 'var/log', 'var/tmp'];

const osRelease = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n';
