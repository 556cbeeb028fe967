import type { ByteString } from './bytes.ts';
import {
  type DirectoryNode,
  type Entries,
  type Inode,
  type InodeSource,
  newFields,
  type Owner,
  root,
} from './inode.ts';

/** An ordinary directory, optionally over one of an image that it copies from when something changes. */
class MemoryEntries implements Entries {
  /** Made on first need: most directories of a container are the image's for ever. */
  #own: Map<ByteString, Inode> | undefined;
  #removed: Set<ByteString> | undefined;
  #isChanged = false;
  readonly #lower: Entries | undefined;
  readonly #source: InodeSource;
  onChange?: () => void;

  constructor(source: InodeSource, lower?: Entries) {
    this.#source = source;
    this.#lower = lower;
  }

  get(name: ByteString): Inode | undefined {
    const own = this.#own?.get(name);
    if (own || !this.#lower || this.#removed?.has(name)) return own;
    const below = this.#lower.get(name);
    return below?.kind === 'directory' ? this.#copy(name, below) : below;
  }

  own(name: ByteString): Inode | undefined {
    const own = this.#own?.get(name);
    if (own || !this.#lower || this.#removed?.has(name)) return own;
    const below = this.#lower.get(name);
    if (!below) return undefined;
    if (below.kind !== 'directory') this.#isChanged = true;
    return this.#copy(name, below);
  }

  isMerged(): boolean {
    if (!this.#lower) return false;
    if (this.#isChanged) return true;
    return [...(this.#own?.values() ?? [])].some((inode) => inode.kind === 'directory' && inode.entries.isMerged?.());
  }

  #copy(name: ByteString, below: Inode): Inode {
    const copy = copyUp(this.#source, below);
    (this.#own ??= new Map()).set(name, copy);
    return copy;
  }

  names(): ByteString[] {
    const own = [...(this.#own?.keys() ?? [])];
    if (!this.#lower) return own;
    return [...this.#lower.names().filter((name) => !this.#own?.has(name) && !this.#removed?.has(name)), ...own];
  }

  set(name: ByteString, inode: Inode): void {
    this.#isChanged = true;
    (this.#own ??= new Map()).set(name, inode);
    this.onChange?.();
  }

  delete(name: ByteString): void {
    this.#isChanged = true;
    this.#own?.delete(name);
    if (this.#lower?.get(name)) (this.#removed ??= new Set()).add(name);
    this.onChange?.();
  }
}

/** An empty directory. */
export function newDirectory(source: InodeSource, mode = 0o755, owner: Owner = root): DirectoryNode {
  return { kind: 'directory', ...newFields(source, mode, owner), entries: new MemoryEntries(source) };
}

/** A directory that starts as `lower` is and may change without changing it. `lower` must not change any more. */
export function copyOnWrite(source: InodeSource, lower: DirectoryNode): DirectoryNode {
  return { ...lower, number: source.nextInode(), entries: new MemoryEntries(source, lower.entries) };
}

function copyUp(source: InodeSource, inode: Inode): Inode {
  if (inode.kind === 'directory') return copyOnWrite(source, inode);
  if (inode.kind === 'file') return { ...inode, shared: true };
  return { ...inode };
}
