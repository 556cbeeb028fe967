import type { Program } from '../../ports.ts';
import { cat } from '../cat.ts';
import { date } from '../date.ts';
import { env, printenv } from '../environment.ts';
import { ls } from '../ls.ts';
import { mkfifo, mktemp, touch } from '../make.ts';
import { mkdir } from '../make-directory.ts';
import {
  bracketProgram,
  doubleBracketProgram,
  echo,
  falseProgram,
  printf,
  testProgram,
  trueProgram,
} from '../plain-output.ts';
import { rm, rmdir } from '../remove.ts';
import { sleep } from '../sleep.ts';
import { hostname, id, pwd, uname, whoami } from '../system.ts';

/** Applets that nearly every container runs. */
export const frequentApplets: readonly Program[] = [
  cat,
  date,
  env,
  printenv,
  ls,
  mkdir,
  mkfifo,
  mktemp,
  touch,
  bracketProgram,
  doubleBracketProgram,
  echo,
  falseProgram,
  printf,
  testProgram,
  trueProgram,
  rm,
  rmdir,
  sleep,
  hostname,
  id,
  pwd,
  uname,
  whoami,
];
