import type { Program } from '../ports.ts';
import type { Container } from '../process/container.ts';
import type { Process } from '../process/process.ts';
import { hasCapability } from '../process/privileges.ts';
import { openTerminal } from '../terminal/terminal.ts';
import type { ByteString } from './bytes.ts';
import { newDirectory } from './entries.ts';
import { attempt, type ErrorCode, SystemError } from './errno.ts';
import { openDevice } from './device.ts';
import { openDirectory } from './directory-file.ts';
import { type DirectoryNode, type FileNode, type Inode, newFields, newFile, type Owner } from './inode.ts';
import type { OpenFile } from './open-file.ts';
import { baseName } from './path.ts';
import { Pipe } from './pipe.ts';
import { openRegularFile, truncateFile } from './regular-file.ts';
import { changeableAt, isInGroup, type Location, mayAccess, type Place } from './tree.ts';

/** On a directory: what is made in it belongs to its group. */
const setgid = 0o2000;

export interface OpenOptions {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly append?: boolean;
  readonly create?: boolean;
  readonly truncate?: boolean;
  /** Fail with EEXIST when it is there. */
  readonly exclusive?: boolean;
  /** Permission bits of a new file, before the umask. Default 0o666. */
  readonly mode?: number;
}

/** System calls on paths, made by one process. They do not block; failing ones throw `SystemError`. */
export class FileCalls {
  readonly #container: Container;
  readonly #process: Process;

  constructor(container: Container, process: Process) {
    this.#container = container;
    this.#process = process;
  }

  /** Where a path leads. Throws ENOENT, ENOTDIR, EACCES, ELOOP. */
  locate(path: ByteString, follow = true): Location {
    this.#container.current = this.#process;
    this.#process.stepsLeft -= 10;
    const { cwd, user } = this.#process;
    const { tree } = this.#container;
    try {
      return tree.resolve(cwd, path, user, follow);
    } catch (error) {
      if (path !== '.' || !(error instanceof SystemError) || error.code !== 'ENOENT') throw error;
      // A working directory that was removed is still there for whoever is in it, and empty.
      return {
        inode: newDirectory(this.#container.scheduler, 0),
        path: cwd,
        mount: tree.resolve('/', '/', user).mount,
        name: '.',
      };
    }
  }

  /** The inode at a path, following symbolic links. */
  stat(path: ByteString): Inode {
    return this.locate(path).inode;
  }

  /** The inode at a path; a symbolic link itself when it is one. */
  linkStat(path: ByteString): Inode {
    return this.locate(path, false).inode;
  }

  /** Like `stat`; undefined when it cannot be reached. */
  find(path: ByteString, follow = true): Inode | undefined {
    return attempt(() => this.locate(path, follow).inode);
  }

  /** Whether the process may do `what` with the file; also false when it is not there. */
  isAllowed(path: ByteString, what: 'read' | 'write' | 'execute'): boolean {
    const at = attempt(() => this.locate(path));
    if (!at || (what === 'write' && at.mount.readOnly)) return false;
    return attempt(() => mayAccess(at.inode, this.#process.user, what) ?? true) ?? false;
  }

  /** Names in a directory, without `.` and `..`, in the order of the directory. */
  list(path: ByteString): ByteString[] {
    const { inode } = this.locate(path);
    if (inode.kind !== 'directory') throw new SystemError('ENOTDIR');
    mayAccess(inode, this.#process.user, 'read');
    return inode.entries.names();
  }

  /** Opens a file at the lowest free descriptor. */
  open(path: ByteString, options: OpenOptions = { read: true }): number {
    return this.#process.descriptors.add(this.openFile(path, options));
  }

  /** Opens a file without giving it a descriptor. Opening a fifo does not wait for its other end. */
  openFile(path: ByteString, options: OpenOptions): OpenFile {
    try {
      return this.#openFile(path, options);
    } catch (error) {
      if (error instanceof SystemError) error.opened = path;
      throw error;
    }
  }

  #openFile(path: ByteString, options: OpenOptions): OpenFile {
    const at = options.create ? this.#openOrCreate(path, options) : this.locate(path);
    if (at.inode.kind === 'link') return this.#openLinked(at);
    const { user } = this.#process;
    const { read = false, write = false, append = false } = options;
    if (read) mayAccess(at.inode, user, 'read');
    if (write && at.inode.kind === 'directory') throw new SystemError('EISDIR');
    if (write) mayAccess(at.inode, user, 'write');
    if (write && at.mount.readOnly && at.inode.kind !== 'device') throw new SystemError('EROFS');
    return this.#openInode(at, { read, write, append, truncate: options.truncate ?? false });
  }

  makeDirectory(path: ByteString, mode = 0o777): void {
    const place = this.#newPlace(path);
    const bits = (mode & ~this.#process.umask) | (place.parent.mode & setgid);
    const directory = newDirectory(this.#container.scheduler, bits, this.#ownerIn(place.parent));
    place.parent.entries.set(place.name, directory);
    this.#touched(place.parent);
  }

  makeFifo(path: ByteString, mode = 0o666): void {
    const place = this.#newPlace(path);
    const fields = newFields(this.#container.scheduler, mode & ~this.#process.umask, this.#ownerIn(place.parent));
    place.parent.entries.set(place.name, { kind: 'fifo', ...fields, pipe: new Pipe() });
    this.#touched(place.parent);
  }

  /** Puts an executable that runs `program` there (a copy of one). */
  makeProgram(path: ByteString, program: Program, mode: number): void {
    const place = this.#newPlace(path);
    const fields = newFields(this.#container.scheduler, mode & ~this.#process.umask, this.#ownerIn(place.parent));
    place.parent.entries.set(place.name, { kind: 'program', ...fields, program });
    this.#touched(place.parent);
  }

  makeSymbolicLink(target: ByteString, path: ByteString): void {
    const place = this.#newPlace(path);
    const fields = newFields(this.#container.scheduler, 0o777, this.#ownerIn(place.parent));
    place.parent.entries.set(place.name, { kind: 'link', ...fields, target });
    this.#touched(place.parent);
  }

  makeHardLink(from: ByteString, path: ByteString): void {
    const source = this.locate(from, false);
    if (source.inode.kind === 'directory') throw new SystemError('EPERM');
    const place = this.#newPlace(path);
    if (place.mount !== source.mount) throw new SystemError('EXDEV');
    const inode = changeableAt(source);
    inode.links += 1;
    place.parent.entries.set(place.name, inode);
    this.#touched(place.parent);
  }

  readLink(path: ByteString): ByteString {
    const inode = this.linkStat(path);
    if (inode.kind !== 'link') throw new SystemError('EINVAL');
    return inode.target;
  }

  /** Removes a name that is not a directory. */
  unlink(path: ByteString): void {
    const { place, inode } = this.#oldPlace(path);
    if (inode.kind === 'directory') throw new SystemError('EISDIR');
    const own = place.parent.entries.own(place.name) ?? inode;
    own.links -= 1;
    place.parent.entries.delete(place.name);
    this.#touched(place.parent);
  }

  removeDirectory(path: ByteString): void {
    if (baseName(path) === '.') throw new SystemError('EINVAL');
    const { place, inode } = this.#oldPlace(path);
    if (inode.kind !== 'directory') throw new SystemError('ENOTDIR');
    if (inode.entries.names().length > 0) throw new SystemError('ENOTEMPTY');
    place.parent.entries.delete(place.name);
    this.#touched(place.parent);
  }

  rename(from: ByteString, to: ByteString): void {
    const { place: old, inode } = this.#oldPlace(from);
    if (to.endsWith('/') && inode.kind !== 'directory') throw new SystemError('ENOTDIR');
    const found = this.#place(to);
    if (found.mount !== old.mount) throw new SystemError('EXDEV');
    const place = this.#changeablePlace(found);
    const existing = place.existing?.inode;
    if (existing === inode) return;
    if (inode.kind === 'directory' && `${place.path}/`.startsWith(`${old.path}/`)) throw new SystemError('EINVAL');
    if (existing?.kind === 'directory') {
      if (inode.kind !== 'directory') throw new SystemError('EISDIR');
      if (existing.entries.names().length > 0) throw new SystemError('ENOTEMPTY');
    } else if (existing && inode.kind === 'directory') throw new SystemError('ENOTDIR');
    const moved = old.parent.entries.own(old.name) ?? inode;
    old.parent.entries.delete(old.name);
    place.parent.entries.set(place.name, moved);
    this.#touched(old.parent);
    this.#touched(place.parent);
  }

  /** Changes mode, owner or times (milliseconds) of what a path leads to. */
  change(
    path: ByteString,
    changes: { mode?: number; uid?: number; gid?: number; modifiedMs?: number; accessedMs?: number },
    follow = true,
  ): void {
    const at = this.locate(path, follow);
    if (at.mount.readOnly) throw new SystemError('EROFS');
    const { user } = this.#process;
    const onlyTimes = changes.mode === undefined && changes.uid === undefined && changes.gid === undefined;
    if (user.uid !== 0 && user.uid !== at.inode.uid && !(onlyTimes && this.isAllowed(path, 'write'))) {
      throw new SystemError('EPERM');
    }
    const isOwner = user.uid === at.inode.uid;
    const mayGive = hasCapability(this.#container, user, 'CHOWN');
    if (!mayGive && changes.uid !== undefined && !(isOwner && changes.uid === user.uid)) throw new SystemError('EPERM');
    if (!mayGive && changes.gid !== undefined && !isInGroup(user, changes.gid)) throw new SystemError('EPERM');
    Object.assign(changeableAt(at), changes, { changedMs: this.#container.scheduler.nowMs() });
  }

  truncate(path: ByteString, size: number): void {
    const at = this.locate(path);
    if (at.inode.kind !== 'file') throw new SystemError('EINVAL');
    mayAccess(at.inode, this.#process.user, 'write');
    if (at.mount.readOnly) throw new SystemError('EROFS');
    truncateFile(changeableAt(at) as FileNode, size);
  }

  changeDirectory(path: ByteString): void {
    const at = this.locate(path);
    if (at.inode.kind !== 'directory') throw new SystemError('ENOTDIR');
    mayAccess(at.inode, this.#process.user, 'execute');
    this.#process.cwd = at.path;
  }

  #openOrCreate(path: ByteString, options: OpenOptions): Location {
    const existing = attempt(() => this.locate(path));
    if (existing) {
      if (options.exclusive) throw new SystemError('EEXIST');
      return existing;
    }
    const target = this.find(path, false);
    if (target?.kind === 'link') return this.#openOrCreate(linkedPath(path, target.target), options);
    if (path.endsWith('/')) throw new SystemError('EISDIR');
    const place = this.#newPlace(path);
    const mode = (options.mode ?? 0o666) & ~this.#process.umask;
    const inode = newFile(this.#container.scheduler, mode, this.#ownerIn(place.parent));
    place.parent.entries.set(place.name, inode);
    this.#touched(place.parent);
    return { inode, path: place.path, mount: place.mount, within: place.within, name: place.name };
  }

  #openLinked(at: Location): OpenFile {
    const opens = at.inode.kind === 'link' ? at.inode.opens : undefined;
    if (!opens) throw new SystemError('ELOOP');
    return opens;
  }

  #openInode(at: Location, access: { read: boolean; write: boolean; append: boolean; truncate: boolean }): OpenFile {
    const { scheduler } = this.#container;
    const inode = access.write && at.inode.kind === 'file' ? changeableAt(at) : at.inode;
    switch (inode.kind) {
      case 'file':
        if (access.write && access.truncate) {
          truncateFile(inode, 0);
          inode.modifiedMs = scheduler.nowMs();
          inode.onModified?.();
        }
        return this.#inMemory(at, openRegularFile(scheduler, inode, at.path, access));
      case 'directory':
        return openDirectory(inode, at.path);
      case 'fifo':
        return inode.pipe.end(access.write ? (access.read ? 'both' : 'write') : 'read', at.path, inode);
      case 'device': {
        if (inode.device !== 'tty') return openDevice(inode, at.path, scheduler.random);
        const { terminal } = this.#process.session;
        if (!terminal) throw new SystemError('ENXIO');
        return openTerminal(terminal, at.path);
      }
      case 'generated':
      case 'program': {
        if (access.write && !inode.mode) throw new SystemError('EACCES');
        const text = inode.kind === 'program' ? `\x7fELF${inode.program.name}` : inode.content();
        const copy = newFile(
          scheduler,
          inode.mode,
          inode,
          Uint8Array.from(text, (char) => char.charCodeAt(0)),
        );
        return openRegularFile(scheduler, copy, at.path, access);
      }
      case 'link':
        break;
    }
    throw new SystemError('ELOOP');
  }

  /** A file of a tmpfs: what is written counts as the container's memory, and there is room for so much only. */
  #inMemory({ mount }: Location, file: OpenFile): OpenFile {
    const { memory: volume } = mount;
    if (!volume) return file;
    const write = (bytes: Uint8Array): number => {
      const before = volume.usedBytes();
      const room = volume.sizeBytes - before;
      if (room <= 0 && bytes.length > 0) throw new SystemError('ENOSPC');
      const taken = file.write(bytes.length > room ? bytes.subarray(0, room) : bytes);
      this.#container.memory.chargeFiles(volume, volume.usedBytes() - before);
      return taken;
    };
    return { ...file, write };
  }

  /** Who owns what is made in a directory: with its setgid bit, its group. */
  #ownerIn(parent: DirectoryNode): Owner {
    const { user } = this.#process;
    return parent.mode & setgid ? { uid: user.uid, gid: parent.gid } : user;
  }

  #place(path: ByteString): Place {
    this.#container.current = this.#process;
    this.#process.stepsLeft -= 10;
    return this.#container.tree.place(this.#process.cwd, path, this.#process.user);
  }

  #newPlace(path: ByteString): Place {
    const place = this.#place(path);
    if (place.existing) throw new SystemError('EEXIST');
    return this.#changeablePlace(place);
  }

  #oldPlace(path: ByteString): { place: Place; inode: Inode } {
    const found = this.#place(path);
    if (!found.existing) throw new SystemError('ENOENT');
    if (!found.existing.within) throw new SystemError('EBUSY');
    const place = this.#changeablePlace(found);
    const { uid } = this.#process.user;
    const isSticky = (place.parent.mode & 0o1000) !== 0;
    if (isSticky && uid !== 0 && uid !== place.parent.uid && uid !== found.existing.inode.uid) {
      throw new SystemError('EPERM');
    }
    return { place, inode: found.existing.inode };
  }

  /** The place in a directory that may be changed. Throws EROFS, EACCES; in /proc ENOENT, EPERM. */
  #changeablePlace(place: Place): Place {
    if (place.mount.readOnly) throw new SystemError(whyUnchangeable(place));
    mayAccess(place.parent, this.#process.user, 'write');
    const parent = changeableAt(place.within);
    if (parent.kind !== 'directory') throw new SystemError('ENOTDIR');
    return { ...place, parent };
  }

  #touched(directory: DirectoryNode): void {
    directory.modifiedMs = this.#container.scheduler.nowMs();
    directory.changedMs = directory.modifiedMs;
  }
}

function linkedPath(path: ByteString, target: ByteString): ByteString {
  if (target.startsWith('/')) return target;
  return `${path.slice(0, path.lastIndexOf('/') + 1)}${target}`;
}

/** /proc itself may be written to, but the kernel takes nothing in there and lets nothing go; /proc/sys is read-only. */
function whyUnchangeable({ mount, path, existing }: Place): ErrorCode {
  if (mount.type !== 'proc' || path.startsWith('/proc/sys/')) return 'EROFS';
  return existing ? 'EPERM' : 'ENOENT';
}
