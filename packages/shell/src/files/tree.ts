import type { ByteString } from './bytes.ts';
import { type ErrorCode, SystemError } from './errno.ts';
import { newDirectory } from './entries.ts';
import { type DirectoryNode, type Inode, type InodeSource, newFile, type Owner, root } from './inode.ts';
import { absolutePath, directoryName, splitPath } from './path.ts';
import type { MemoryVolume } from './volume.ts';

/** A volume (or a part of one) put over a path of a container. */
export interface MountPoint {
  readonly path: ByteString;
  readonly root: Inode;
  readonly readOnly: boolean;
  /** As `mount` and /proc/mounts name them. */
  readonly source: ByteString;
  readonly type: ByteString;
  /** The volume, when it is one in memory. */
  readonly memory?: MemoryVolume | undefined;
}

/** Where a path leads to. */
export interface Location {
  readonly inode: Inode;
  /** Absolute, without symbolic links. */
  readonly path: ByteString;
  readonly mount: MountPoint;
  /** The directory it is in; absent for the root of a mount. */
  readonly within?: Location;
  /** Its name there. */
  readonly name: ByteString;
}

/** Where a new name would go. */
export interface Place {
  /** The directory, and where it is. */
  readonly parent: DirectoryNode;
  readonly within: Location;
  readonly mount: MountPoint;
  readonly name: ByteString;
  readonly path: ByteString;
  readonly existing: Location | undefined;
}

const maximumLinks = 40;
/** Bytes that the name of a file may have. */
const longestName = 255;

/** The file tree of one container: its root and what is mounted on it. */
export class FileTree {
  mounts: readonly MountPoint[] = [];
  /** What each of `mounts` is over. */
  #covered: readonly (Inode | undefined)[] = [undefined];
  readonly #root: MountPoint;

  constructor(rootMount: MountPoint) {
    this.#root = rootMount;
    this.mounts = [rootMount];
  }

  /** Mounts over an existing file or directory. */
  mount(over: Inode, mount: MountPoint): void {
    this.#covered = this.#covered.concat(over);
    this.mounts = this.mounts.concat(mount);
  }

  /**
   * Mounts at a path, which is created when it is missing.
   * @returns false, with nothing mounted, when a file is in the way, or a directory in that of a file
   */
  mountAt(source: InodeSource, mount: MountPoint): boolean {
    const names = splitPath(mount.path);
    let at = this.#rootLocation();
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as ByteString;
      const directory = at.inode;
      if (directory.kind !== 'directory') return false;
      const isFile = index === names.length - 1 && mount.root.kind !== 'directory';
      if (!directory.entries.own(name)) {
        directory.entries.set(name, isFile ? newFile(source, 0o644) : newDirectory(source));
      }
      const child = this.#child(at, name);
      if (child?.inode.kind === 'link') {
        const found = this.resolve(at.path, child.path, root);
        // Where a link has led to, what may be changed is another inode than what was found.
        at = { ...found, inode: changeableAt(found) };
      } else if (child) at = child;
    }
    const { root: mounted, readOnly, source: from, type, memory } = mount;
    // The same text: then what everybody has, not one put together here.
    const path = at.path === mount.path ? mount.path : at.path;
    if ((at.inode.kind === 'directory') !== (mounted.kind === 'directory')) return false;
    this.mount(at.inode, { path, root: mounted, readOnly, source: from, type, memory });
    return true;
  }

  /**
   * Follows `path` from `cwd`. Throws ENOENT, ENOTDIR, ELOOP, EACCES.
   * @param follow whether a symbolic link at the end is followed
   */
  resolve(cwd: ByteString, path: ByteString, user: Owner, follow = true): Location {
    const found = this.lookUp(cwd, path, user, follow);
    if (typeof found === 'string') throw new SystemError(found);
    return found;
  }

  /** Like `resolve`, for those who expect that it leads nowhere: an error costs more than the look. */
  lookUp(cwd: ByteString, path: ByteString, user: Owner, follow = true): Location | ErrorCode {
    if (path === '') return 'ENOENT';
    const isDirectory = path.endsWith('/');
    const end = this.#walk(absolutePath(cwd, path), user, follow || isDirectory);
    if (isDirectory && typeof end !== 'string' && end.inode.kind !== 'directory') return 'ENOTDIR';
    return end;
  }

  /** Like `resolve`, for a name that need not be there; its directory must. A link at the end is not followed. */
  place(cwd: ByteString, path: ByteString, user: Owner): Place {
    const names = splitPath(absolutePath(cwd, path));
    const name = names.at(-1);
    if (path === '') throw new SystemError('ENOENT');
    if (name === undefined || name === '..') throw new SystemError('EEXIST');
    if (name.length > longestName) throw new SystemError('ENAMETOOLONG');
    const parent = this.resolve('/', `/${names.slice(0, -1).join('/')}`, user);
    if (parent.inode.kind !== 'directory') throw new SystemError('ENOTDIR');
    mayAccess(parent.inode, user, 'execute');
    const existing = this.#child(parent, name);
    const { inode, mount } = parent;
    return { parent: inode, within: parent, mount, name, path: pathIn(parent, name), existing };
  }

  #rootLocation(): Location {
    return { inode: this.#root.root, path: '/', mount: this.#root, name: '/' };
  }

  #walk(path: ByteString, user: Owner, follow: boolean): Location | ErrorCode {
    let at = this.#rootLocation();
    let names = splitPath(path);
    let links = 0;
    for (let next = 0; next < names.length; ) {
      const name = names[next] as ByteString;
      next += 1;
      if (name === '..') {
        // What has been walked to here holds no link: its path is the path of its directories.
        at = this.#walk(directoryName(at.path), user, false) as Location;
        continue;
      }
      if (at.inode.kind !== 'directory') return 'ENOTDIR';
      if (!isAllowed(at.inode, user, 'execute')) return 'EACCES';
      const child = this.#child(at, name);
      if (!child) return name.length > longestName ? 'ENAMETOOLONG' : 'ENOENT';
      if (child.inode.kind === 'link' && !child.inode.opens && (follow || next < names.length)) {
        links += 1;
        if (links > maximumLinks) return 'ELOOP';
        if (child.inode.target.startsWith('/')) at = this.#rootLocation();
        names = splitPath(child.inode.target).concat(names.slice(next));
        next = 0;
        continue;
      }
      at = child;
    }
    return at;
  }

  #child(at: Location, name: ByteString): Location | undefined {
    if (at.inode.kind !== 'directory') return undefined;
    const inode = at.inode.entries.get(name);
    if (!inode) return undefined;
    const path = pathIn(at, name);
    const covered = this.#covered.lastIndexOf(inode);
    const mount = this.mounts[covered];
    if (mount) return { inode: mount.root, path, mount, name };
    return { inode, path, mount: at.mount, within: at, name };
  }
}

function pathIn(directory: Location, name: ByteString): ByteString {
  return directory.path === '/' ? `/${name}` : `${directory.path}/${name}`;
}

/** The inode there that may be changed: a copy when it is still the image's, in copies of the directories it is in. */
export function changeableAt({ within, name, inode }: Location): Inode {
  const directory = within && changeableAt(within);
  return (directory?.kind === 'directory' ? directory.entries.own(name) : undefined) ?? inode;
}

/** Throws EACCES unless `user` may. */
export function mayAccess(inode: Inode, user: Owner, what: Access): void {
  if (!isAllowed(inode, user, what)) throw new SystemError('EACCES');
}

export type Access = 'read' | 'write' | 'execute';

/** Whether `user` may. Root may do everything, but execute only what somebody may execute. */
export function isAllowed(inode: Inode, user: Owner, what: Access): boolean {
  const bit = what === 'read' ? 4 : what === 'write' ? 2 : 1;
  if (user.uid === 0) return what !== 'execute' || inode.kind === 'directory' || (inode.mode & 0o111) !== 0;
  const shift = user.uid === inode.uid ? 6 : isInGroup(user, inode.gid) ? 3 : 0;
  return ((inode.mode >> shift) & bit) !== 0;
}

export function isInGroup(user: Owner, gid: number): boolean {
  return user.gid === gid || user.groups?.includes(gid) === true;
}
