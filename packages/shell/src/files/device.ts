import type { Random } from '@podlab/apimachinery';
import { SystemError } from './errno.ts';
import type { DeviceNode } from './inode.ts';
import type { OpenFile } from './open-file.ts';

const nothing = new Uint8Array(0);
/** All zeros that are read are the same ones: whoever keeps many of them needs no memory. */
const zeros = new Uint8Array(65_536);

/** Opens /dev/null and its kind. /dev/tty is the caller's own terminal and is not opened here. */
export function openDevice(inode: DeviceNode, path: string, random: Random): OpenFile {
  return new OpenDevice(inode, path, random);
}

class OpenDevice implements OpenFile {
  readonly kind = 'device';
  readonly path: string;
  readonly inode: DeviceNode;
  references = 0;
  readonly #random: Random;

  constructor(inode: DeviceNode, path: string, random: Random) {
    this.inode = inode;
    this.path = path;
    this.#random = random;
  }

  read(max: number): Uint8Array {
    const { device } = this.inode;
    if (device === 'null') return nothing;
    if (device !== 'random' && max <= zeros.length) return zeros.subarray(0, max);
    const bytes = new Uint8Array(max);
    if (device === 'random') for (let i = 0; i < max; i += 1) bytes[i] = this.#random.uint32() & 255;
    return bytes;
  }

  write(bytes: Uint8Array): number {
    if (this.inode.device === 'full') throw new SystemError('ENOSPC');
    return bytes.length;
  }

  close(): void {}

  seek(): number {
    return 0;
  }
}
