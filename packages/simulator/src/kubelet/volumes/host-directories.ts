import type { Kernel, Volume } from '@podlab/shell';

/** A node's own file tree, as far as Pods can see it. What is in it outlives them. */
export class HostDirectories {
  readonly #nodeName: string;
  readonly #kernel: Kernel;
  readonly #watches: { readonly path: string; readonly onChange: () => void }[] = [];
  #made: Volume | undefined;

  constructor(kernel: Kernel, nodeName: string) {
    this.#kernel = kernel;
    this.#nodeName = nodeName;
  }

  /** Whether anybody has looked: until then there is nothing but what every node has. */
  get isMade(): boolean {
    return this.#made !== undefined;
  }

  usedBytes(): number {
    return this.#made?.usedBytes() ?? 0;
  }

  names(path: string): string[] {
    return this.#root.names(path);
  }

  readFile(path: string): Uint8Array | undefined {
    return this.#root.readFile(path);
  }

  /** Tells of every change in a directory from now on. */
  watch(path: string, onChange: () => void): void {
    this.#watches.push({ path, onChange });
    this.#made?.watch(path, onChange);
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

  /** Made when somebody looks: most nodes are never looked at. */
  get #root(): Volume {
    if (this.#made) return this.#made;
    const root = this.#kernel.createVolume();
    for (const path of directories) root.makeDirectory(path);
    root.makeDirectory('root', { mode: 0o700 });
    root.makeDirectory('tmp', { mode: 0o1777 });
    root.writeFile('etc/hostname', `${this.#nodeName}\n`);
    root.writeFile('etc/os-release', osRelease);
    for (const { path, onChange } of this.#watches) root.watch(path, onChange);
    this.#made = root;
    return root;
  }
}

const directories = [
  'etc/kubernetes/manifests',
  'home',
  'mnt',
  'opt',
  'run',
  'srv',
  'usr',
  'var/lib/kubelet',
  'var/log',
  'var/tmp',
];

const osRelease = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n';
