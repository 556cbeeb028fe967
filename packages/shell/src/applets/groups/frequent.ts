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

/** Applets that nearly every script runs. */
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
  hostname,
];
