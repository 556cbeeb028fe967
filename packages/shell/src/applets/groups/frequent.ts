import type { Program } from '../../ports.ts';
import { cat } from '../cat.ts';
import { date } from '../date.ts';
import {
  bracketProgram,
  doubleBracketProgram,
  echo,
  falseProgram,
  printf,
  testProgram,
  trueProgram,
} from '../plain-output.ts';
import { hostname } from '../hostname.ts';
import { sleep } from '../sleep.ts';

/** Applets that nearly every container runs. */
export const frequentApplets: readonly Program[] = [
  cat,
  date,
  bracketProgram,
  doubleBracketProgram,
  echo,
  falseProgram,
  printf,
  testProgram,
  trueProgram,
  sleep,
  hostname,
];
