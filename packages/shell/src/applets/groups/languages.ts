import type { Program } from '../../ports.ts';
import { awk } from '../awk/awk.ts';
import { bc } from '../calculator/bc.ts';
import { dc } from '../calculator/dc.ts';

/** Applets that are languages of their own. */
export const languagesApplets: readonly Program[] = [awk, bc, dc];
