/** What the page runs: bundled by `chromium.ts`, which calls it. */
import { playRun } from './thousand-steps.ts';

Object.assign(globalThis, { playRun: (steps: number, seed: string) => playRun({ steps, seed }).digests() });
