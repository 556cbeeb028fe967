import type { ByteString } from './bytes.ts';
import { type DirectoryNode, type Entries, type Inode, type InodeSource, type Owner, root } from './inode.ts';
import { bornAt, TimedInode } from './inode-times.ts';
import { copyFile } from './late-file.ts';

/**
 * Inodes by name, in order of creation. Nearly all directories have a handful: then a list of names, each before its
 * inode, takes less memory than a Map.
 */
type NamedInodes = readonly (ByteString | Inode)[] | Map<ByteString, Inode>;

const mostListed = 8;

function findNamed(named: NamedInodes, name: ByteString): Inode | undefined {
  if (named instanceof Map) return named.get(name);
  const at = named.indexOf(name);
  return at < 0 ? undefined : (named[at + 1] as Inode);
}

function namesIn(named: NamedInodes): ByteString[] {
  return named instanceof Map ? [...named.keys()] : (named.filter((_, at) => at % 2 === 0) as ByteString[]);
}

/** Changes a Map in place. */
function withNamed(named: NamedInodes, name: ByteString, inode: Inode): NamedInodes {
  if (named instanceof Map) return named.set(name, inode);
  const at = named.indexOf(name);
  if (at >= 0) return named.with(at + 1, inode);
  if (named.length < 2 * mostListed) return named.concat(name, inode);
  return new Map(namesIn(named).map((known) => [known, findNamed(named, known) as Inode])).set(name, inode);
}

/** Changes a Map in place. */
function withoutNamed(named: NamedInodes, name: ByteString): NamedInodes {
  if (!(named instanceof Map)) {
    const at = named.indexOf(name);
    return at < 0 ? named : named.toSpliced(at, 2);
  }
  named.delete(name);
  return named;
}

const none: NamedInodes = [];

/** An ordinary directory, optionally over one of an image that it copies from when something changes. */
class MemoryEntries implements Entries {
  #own = none;
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
    const own = findNamed(this.#own, name);
    if (own || !this.#lower || this.#removed?.has(name)) return own;
    return this.#lower.get(name);
  }

  own(name: ByteString): Inode | undefined {
    const own = findNamed(this.#own, name);
    if (own || !this.#lower || this.#removed?.has(name)) return own;
    const below = this.#lower.get(name);
    if (!below) return undefined;
    if (below.kind !== 'directory') this.#isChanged = true;
    const copy = copyUp(this.#source, below);
    this.#own = withNamed(this.#own, name, copy);
    return copy;
  }

  isMerged(): boolean {
    if (!this.#lower) return false;
    if (this.#isChanged) return true;
    return namesIn(this.#own).some((name) => {
      const inode = findNamed(this.#own, name);
      return inode?.kind === 'directory' && inode.entries.isMerged?.() === true;
    });
  }

  names(): ByteString[] {
    const own = namesIn(this.#own);
    if (!this.#lower) return own;
    const below = this.#lower.names().filter((name) => !findNamed(this.#own, name) && !this.#removed?.has(name));
    return [...below, ...own];
  }

  set(name: ByteString, inode: Inode): void {
    this.#isChanged = true;
    this.#own = withNamed(this.#own, name, inode);
    this.onChange?.();
  }

  delete(name: ByteString): void {
    this.#isChanged = true;
    this.#own = withoutNamed(this.#own, name);
    if (this.#lower?.get(name)) (this.#removed ??= new Set()).add(name);
    this.onChange?.();
  }
}

/** An empty directory. */
export function newDirectory(source: InodeSource, mode = 0o755, owner: Owner = root): DirectoryNode {
  return newDirectoryOf(source, mode, owner, new MemoryEntries(source));
}

/** A directory with these entries. */
export function newDirectoryOf(source: InodeSource, mode: number, owner: Owner, entries: Entries): DirectoryNode {
  const { uid, gid } = owner;
  return new Directory(source.nextInode(), { mode, uid, gid, links: 1, entries, ...bornAt(source.nowMs()) });
}

/** A directory that starts as `lower` is and may change without changing it. `lower` must not change any more. */
export function copyOnWrite(source: InodeSource, lower: DirectoryNode): DirectoryNode {
  return new Directory(source.nextInode(), lower, new MemoryEntries(source, lower.entries));
}

class Directory extends TimedInode implements DirectoryNode {
  readonly kind = 'directory';
  readonly number: number;
  mode: number;
  uid: number;
  gid: number;
  links: number;
  entries: Entries;

  constructor(number: number, as: Omit<DirectoryNode, 'kind' | 'number'>, entries = as.entries) {
    super(as);
    this.number = number;
    this.mode = as.mode;
    this.uid = as.uid;
    this.gid = as.gid;
    this.links = as.links;
    this.entries = entries;
  }
}

/** Nobody inside sees that it is another: it keeps its number. */
function copyUp(source: InodeSource, inode: Inode): Inode {
  if (inode.kind === 'directory') {
    return new Directory(inode.number, inode, new MemoryEntries(source, inode.entries));
  }
  if (inode.kind === 'file') return copyFile(inode);
  return { ...inode };
}
