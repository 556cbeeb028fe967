import type { Program } from '../../ports.ts';
import { fallocate, shred } from '../allocate.ts';
import { chgrp, chmod, chown } from '../change.ts';
import { cp, mv } from '../copy.ts';
import { dd } from '../dd.ts';
import { find } from '../find.ts';
import { hexdump } from '../hexdump.ts';
import { ln } from '../link.ts';
import { od } from '../od.ts';
import { basename, dirname, readlink, realpath } from '../paths.ts';
import { df, du, free } from '../space.ts';
import { chroot, mknod } from '../special-file.ts';
import { stat } from '../stat.ts';
import { tree } from '../tree.ts';
import { xxd } from '../xxd.ts';

/** Applets for files and their bytes. */
export const filesApplets: readonly Program[] = [
  cp,
  mv,
  hexdump,
  od,
  xxd,
  fallocate,
  shred,
  tree,
  chroot,
  mknod,
  chgrp,
  chmod,
  chown,
  dd,
  find,
  ln,
  basename,
  dirname,
  readlink,
  realpath,
  df,
  du,
  free,
  stat,
];
