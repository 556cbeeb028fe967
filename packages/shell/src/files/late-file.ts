import type { FileAttributes, FileContent, LateText } from '../ports.ts';
import { bytesOf, fromUnicode } from './bytes.ts';
import { TimedInode, bornAt } from './inode-times.ts';
import type { FileNode, InodeSource } from './inode.ts';

/**
 * A file that the runtime writes. Its bytes are made when somebody first looks: each Pod has half a dozen such files,
 * its token and /etc/hosts among them, and most are never read.
 */
export class LateFile extends TimedInode implements FileNode {
  readonly kind = 'file';
  readonly number: number;
  mode: number;
  uid: number;
  gid: number;
  links = 1;
  shared: boolean;
  #content: FileContent;
  /** Undefined: as long as the content. */
  #size: number | undefined;

  constructor(source: InodeSource, content: FileContent, { mode = 0o644, uid = 0, gid = 0 }: Partial<FileAttributes>) {
    super(bornAt(source.nowMs()));
    this.number = source.nextInode();
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.#content = content;
    this.shared = content instanceof Uint8Array;
  }

  get bytes(): Uint8Array {
    if (this.#content instanceof Uint8Array) return this.#content;
    const bytes = bytesOf(fromUnicode(textOf(this.#content)));
    this.#content = bytes;
    return bytes;
  }

  set bytes(bytes: Uint8Array) {
    this.#size = this.size;
    this.#content = bytes;
  }

  get size(): number {
    if (this.#size !== undefined) return this.#size;
    return isLate(this.#content) ? this.#content.size : this.bytes.length;
  }

  set size(size: number) {
    this.#size = size;
  }

  needs(): Promise<void> | undefined {
    return isLate(this.#content) ? this.#content.load() : undefined;
  }
}

function isLate(content: FileContent): content is LateText {
  return typeof content === 'object' && 'load' in content;
}

function textOf(content: Exclude<FileContent, Uint8Array>): string {
  if (typeof content === 'string') return content;
  return isLate(content) ? content.text() : content();
}

/** A file with the same bytes, copied before they change. */
export function copyFile(file: FileNode): FileNode {
  const { number, mode, uid, gid, modifiedMs, accessedMs, changedMs, links, bytes, size } = file;
  return {
    kind: 'file',
    number,
    mode,
    uid,
    gid,
    modifiedMs,
    accessedMs,
    changedMs,
    links,
    bytes,
    size,
    shared: true,
  };
}
