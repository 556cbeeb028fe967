import type { Random } from '@podlab/apimachinery';
import { SystemError } from './errno.ts';
import type { DeviceNode } from './inode.ts';
import type { OpenFile } from './open-file.ts';

const nothing = new Uint8Array(0);
/** All zeros that are read are the same ones: whoever keeps many of them needs no memory. */
const zeros = new Uint8Array(65_536);

/** Opens /dev/null and its kind. /dev/tty is the caller's own terminal and is not opened here. */
export function openDevice(inode: DeviceNode, path: string, random: Random): OpenFile {
  return {
    kind: 'device',
    path,
    inode,
    references: 0,
    read: (max) => {
      if (inode.device === 'null') return nothing;
      if (inode.device !== 'random' && max <= zeros.length) return zeros.subarray(0, max);
      const bytes = new Uint8Array(max);
      if (inode.device === 'random') for (let i = 0; i < max; i += 1) bytes[i] = random.uint32() & 255;
      return bytes;
    },
    write: (bytes) => {
      if (inode.device === 'full') throw new SystemError('ENOSPC');
      return bytes.length;
    },
    close: () => {},
    seek: () => 0,
  };
}
