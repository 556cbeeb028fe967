import type { Program } from '../ports.ts';
import type { ByteString } from './bytes.ts';
import type { OpenFile } from './open-file.ts';
import type { Pipe } from './pipe.ts';

/** Who may do what with an inode, and since when. Times are virtual milliseconds since the Unix epoch. */
export interface InodeFields {
  readonly number: number;
  mode: number;
  uid: number;
  gid: number;
  modifiedMs: number;
  accessedMs: number;
  changedMs: number;
  links: number;
}

export interface FileNode extends InodeFields {
  readonly kind: 'file';
  /** May be longer than `size`. Copied before a change when `shared`. */
  bytes: Uint8Array;
  size: number;
  /** Another file (of the image) has the same `bytes`. */
  shared: boolean;
  /** Told of every change of what it holds. */
  onModified?: () => void;
  /** Loads the code that its bytes are made by; undefined when they can be made. */
  needs?(): Promise<void> | undefined;
}

export interface DirectoryNode extends InodeFields {
  readonly kind: 'directory';
  /** Replaced only when they were to be made later, and are. */
  entries: Entries;
}

export interface LinkNode extends InodeFields {
  readonly kind: 'link';
  readonly target: ByteString;
  /** For /proc/PID/fd: opening the link gives this, wherever `target` points to. */
  readonly opens?: OpenFile;
}

/** An executable written in TypeScript; reads as a short ELF-like stub. */
export interface ProgramNode extends InodeFields {
  readonly kind: 'program';
  readonly program: Program;
}

export interface DeviceNode extends InodeFields {
  readonly kind: 'device';
  readonly device: DeviceName;
}

export interface FifoNode extends InodeFields {
  readonly kind: 'fifo';
  readonly pipe: Pipe;
}

/** A file of /proc: made when it is opened. */
export interface GeneratedNode extends InodeFields {
  readonly kind: 'generated';
  readonly content: () => ByteString;
}

export type DeviceName = 'null' | 'zero' | 'full' | 'random' | 'tty';

export type Inode = FileNode | DirectoryNode | LinkNode | ProgramNode | DeviceNode | FifoNode | GeneratedNode;

/** The names in a directory. `names` is in order of creation. */
export interface Entries {
  /** The inode to look at: possibly one of an image, which other containers have too. */
  get(name: ByteString): Inode | undefined;
  names(): ByteString[];
  /** Throws EROFS/EACCES where the directory is made by the kernel (/proc). */
  set(name: ByteString, inode: Inode): void;
  delete(name: ByteString): void;
  /** The inode to change instead of the image's; copies it up on first need. Only of a directory that may be changed. */
  own(name: ByteString): Inode | undefined;
  /** The directory is one of an image in which, or below which, something has changed. */
  isMerged?(): boolean;
  /** Told of every name that comes or goes, or gets another inode. */
  onChange?: () => void;
}

/** What a new inode needs: its number (unique in one kernel, in order of creation) and the time. */
export interface InodeSource {
  nextInode(): number;
  nowMs(): number;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
  /** Further groups. */
  readonly groups?: readonly number[];
}

export const root: Owner = { uid: 0, gid: 0 };

/** The fields that every new inode starts with. */
export function newFields(source: InodeSource, mode: number, owner: Owner = root): InodeFields {
  const nowMs = source.nowMs();
  const { uid, gid } = owner;
  return {
    number: source.nextInode(),
    mode,
    uid,
    gid,
    modifiedMs: nowMs,
    accessedMs: nowMs,
    changedMs: nowMs,
    links: 1,
  };
}

/** An empty or filled regular file. Takes ownership of `bytes`. */
export function newFile(source: InodeSource, mode: number, owner: Owner = root, bytes: Uint8Array = noBytes): FileNode {
  const nowMs = source.nowMs();
  // Written out, as in `newDirectory`: an object that is put together from others takes half as much memory again.
  return {
    kind: 'file',
    number: source.nextInode(),
    mode,
    uid: owner.uid,
    gid: owner.gid,
    modifiedMs: nowMs,
    accessedMs: nowMs,
    changedMs: nowMs,
    links: 1,
    bytes,
    size: bytes.length,
    shared: false,
  };
}

/** What every empty file has: room is made before something is written. */
export const noBytes = new Uint8Array(0);

/** A symbolic link. */
export function newLink(source: InodeSource, target: ByteString, owner: Owner = root): LinkNode {
  const nowMs = source.nowMs();
  return {
    kind: 'link',
    number: source.nextInode(),
    mode: 0o777,
    uid: owner.uid,
    gid: owner.gid,
    modifiedMs: nowMs,
    accessedMs: nowMs,
    changedMs: nowMs,
    links: 1,
    target,
  };
}
