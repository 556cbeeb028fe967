import type { Program } from '../../ports.ts';
import { cp, mv } from '../copy.ts';
import { env, printenv } from '../environment.ts';
import { ls } from '../ls.ts';
import { mkfifo, mktemp, touch } from '../make.ts';
import { mkdir } from '../make-directory.ts';
import { rm, rmdir } from '../remove.ts';
import { id, pwd, uname, whoami } from '../system.ts';

/** Applets that people type, and scripts use when they set something up. */
export const everydayApplets: readonly Program[] = [
  cp,
  mv,
  env,
  printenv,
  ls,
  mkdir,
  mkfifo,
  mktemp,
  touch,
  rm,
  rmdir,
  id,
  pwd,
  uname,
  whoami,
];
