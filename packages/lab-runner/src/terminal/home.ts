import type { Kernel, Volume } from '@podlab/shell';

/** The learner's files, as text by their paths in the folder. */
export type HomeFiles = ReadonlyMap<string, string>;

/** The learner's folder: a volume that terminals work in and an editor shows. */
export class Home {
  readonly volume: Volume;
  readonly #onChange: () => void;
  #known: string;
  #quiet = false;

  /** @param onChange told when a program changed a file, not of `write` and `replace` */
  constructor(kernel: Kernel, files: HomeFiles, onChange: () => void) {
    this.volume = kernel.createVolume();
    this.#onChange = onChange;
    for (const [path, text] of files) this.volume.writeFile(path, text);
    this.#known = this.#digest();
    this.volume.watch('/', () => this.look());
  }

  read(path: string): string | undefined {
    const bytes = this.volume.readFile(path);
    return bytes && new TextDecoder().decode(bytes);
  }

  write(path: string, text: string): void {
    this.#quietly(() => this.volume.writeFile(path, text));
  }

  /** All files; what is no text is left out. */
  files(): HomeFiles {
    return new Map(
      this.paths().flatMap((path) => (path.endsWith('/') ? [] : [[path, this.read(path) ?? ''] as const])),
    );
  }

  replace(files: HomeFiles): void {
    this.#quietly(() => {
      for (const path of this.paths()) if (!path.endsWith('/') && !files.has(path)) this.volume.remove(path);
      for (const [path, text] of files) if (this.read(path) !== text) this.volume.writeFile(path, text);
    });
  }

  /** Paths of all files and folders, a folder with `/` at its end. */
  paths(folder = ''): readonly string[] {
    return this.volume.names(`/${folder}`).flatMap((name) => {
      const path = `${folder}${name}`;
      if (this.volume.kindOf(path) !== 'directory') return [path];
      return [`${path}/`, ...this.paths(`${path}/`)];
    });
  }

  /** Looks whether something has changed; changes in folders inside are not told by the volume. */
  look(): void {
    if (this.#quiet) return;
    const now = this.#digest();
    if (now === this.#known) return;
    this.#known = now;
    this.#onChange();
  }

  #quietly(change: () => void): void {
    this.#quiet = true;
    try {
      change();
    } finally {
      this.#quiet = false;
      this.#known = this.#digest();
    }
  }

  #digest(): string {
    return JSON.stringify([...this.files()]);
  }
}
