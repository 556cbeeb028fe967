import type { FileAttributes, FileContent, Program, Volume, VolumeOptions } from '../ports.ts';
import { fromUnicode, toUnicode } from './bytes.ts';
import { newDirectory } from './entries.ts';
import { SystemError } from './errno.ts';
import { type DirectoryNode, type Inode, type InodeSource, newFields, newLink } from './inode.ts';
import { LateEntries } from './late-entries.ts';
import { LateFile } from './late-file.ts';
import { splitPath } from './path.ts';
import { fileContent } from './regular-file.ts';

/** A tree of inodes, with the calls that the runtime fills and reads it by. */
export class MemoryVolume implements Volume {
  readonly root: DirectoryNode;
  /** A tmpfs: its files count as memory of the containers that write them. */
  readonly isInMemory: boolean;
  /** How much a tmpfs may hold. */
  readonly sizeBytes: number;
  readonly #source: InodeSource;

  constructor(source: InodeSource, rootDirectory = newDirectory(source), options: VolumeOptions = {}) {
    this.#source = source;
    this.isInMemory = options.inMemory ?? false;
    this.sizeBytes = options.sizeBytes ?? Number.POSITIVE_INFINITY;
    this.root = rootDirectory;
  }

  writeFile(path: string, content: FileContent, attributes: Partial<FileAttributes> = {}): void {
    this.#put(path, new LateFile(this.#source, content, attributes));
  }

  makeDirectory(path: string, attributes: Partial<FileAttributes> = {}): void {
    const directory = this.#directory(splitPath(fromUnicode(path)));
    if (attributes.mode !== undefined) directory.mode = attributes.mode;
    if (attributes.uid !== undefined) directory.uid = attributes.uid;
    if (attributes.gid !== undefined) directory.gid = attributes.gid;
  }

  setAttributes(path: string, attributes: Partial<FileAttributes>): void {
    const inode = this.#follow(path, 'change');
    if (inode) Object.assign(inode, attributes);
  }

  attributesOf(path: string): FileAttributes {
    const { mode, uid, gid } = this.find(path) ?? this.root;
    return { mode, uid, gid };
  }

  makeLink(path: string, target: string, { uid = 0, gid = 0 }: Partial<FileAttributes> = {}): void {
    this.#put(path, newLink(this.#source, fromUnicode(target), { uid, gid }));
  }

  addProgram(path: string, program: Program): void {
    this.#put(path, { kind: 'program', ...newFields(this.#source, 0o755), program });
  }

  readFile(path: string): Uint8Array | undefined {
    const inode = this.find(path);
    return inode?.kind === 'file' ? fileContent(inode).slice() : undefined;
  }

  remove(path: string): void {
    const names = splitPath(fromUnicode(path));
    const last = names.pop();
    if (last === undefined) return;
    const parent = this.#follow(toUnicode(names.join('/')), 'change');
    if (parent?.kind === 'directory') parent.entries.delete(last);
  }

  kindOf(path: string): 'file' | 'directory' | 'other' | undefined {
    const kind = this.find(path)?.kind;
    return kind === undefined || kind === 'file' || kind === 'directory' ? kind : 'other';
  }

  directory(path: string): MemoryVolume {
    const found = this.#follow(path, 'change');
    const root = found?.kind === 'directory' ? found : this.#directory(splitPath(fromUnicode(path)));
    return new MemoryVolume(this.#source, root);
  }

  fillLater(inodes: number, fill: (volume: Volume) => void): void {
    const { root } = this;
    const { entries } = root;
    const nowMs = this.#source.nowMs();
    let next = this.#source.nextInode();
    for (let reserved = 1; reserved < inodes; reserved += 1) this.#source.nextInode();
    const source: InodeSource = { nextInode: () => next++, nowMs: () => nowMs };
    root.modifiedMs = nowMs;
    root.entries = new LateEntries(() => {
      const { modifiedMs } = root;
      root.entries = entries;
      fill(new MemoryVolume(source, root));
      root.modifiedMs = modifiedMs;
      return entries;
    });
  }

  usedBytes(): number {
    return usedBytes(this.root);
  }

  names(path: string): string[] {
    const found = this.find(path);
    return found?.kind === 'directory' ? found.entries.names().map(toUnicode).sort() : [];
  }

  watch(path: string, onChange: () => void): void {
    const { entries } = this.directory(path).root;
    const watchFiles = () => {
      for (const name of entries.names()) {
        const inode = entries.get(name);
        if (inode?.kind === 'file') inode.onModified = onChange;
      }
    };
    entries.onChange = () => {
      watchFiles();
      onChange();
    };
    watchFiles();
  }

  /** The inode at `path`, following symbolic links inside the volume. */
  find(path: string): Inode | undefined {
    return this.#follow(path, 'look');
  }

  #follow(path: string, to: 'look' | 'change', depth = 0): Inode | undefined {
    let inode: Inode | undefined = this.root;
    const names = splitPath(fromUnicode(path));
    for (const [index, name] of names.entries()) {
      if (inode?.kind !== 'directory') return undefined;
      const next: Inode | undefined = inode.entries.get(name);
      if (next?.kind === 'link') {
        if (depth > 8) return undefined;
        const base = next.target.startsWith('/') ? '' : names.slice(0, index).join('/');
        return this.#follow([base, next.target, ...names.slice(index + 1)].join('/'), to, depth + 1);
      }
      inode = to === 'change' ? inode.entries.own(name) : next;
    }
    return inode;
  }

  #put(path: string, inode: Inode): void {
    const names = splitPath(fromUnicode(path));
    const last = names.pop();
    if (last === undefined) throw new SystemError('EISDIR');
    const directory = this.#directory(names);
    directory.entries.set(last, inode);
    directory.modifiedMs = this.#source.nowMs();
  }

  #directory(names: readonly string[]): DirectoryNode {
    let directory = this.root;
    for (const name of names) {
      const next = directory.entries.own(name);
      if (next?.kind === 'directory') directory = next;
      else if (next) throw new SystemError('ENOTDIR');
      else {
        const made = newDirectory(this.#source);
        directory.entries.set(name, made);
        directory = made;
      }
    }
    return directory;
  }
}

/** Bytes in the files under a directory, each counted once. */
export function usedBytes(directory: DirectoryNode): number {
  let sum = 0;
  const seen = new Set<Inode>();
  const visit = (inode: Inode | undefined) => {
    if (!inode || seen.has(inode)) return;
    seen.add(inode);
    if (inode.kind === 'file') sum += inode.size;
    if (inode.kind === 'directory') for (const name of inode.entries.names()) visit(inode.entries.get(name));
  };
  visit(directory);
  return sum;
}
