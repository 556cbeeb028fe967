/**
 * Runs the console fences of pages on the embedded cluster: `pnpm docs:test [FILE…] [--write]`. With `--write`, a page
 * takes what was printed.
 */
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { PageError } from './fence.ts';
import { pageFiles, readPage } from './pages.ts';
import { faultsOf, playPage, withOutputs } from './play-page.ts';

const root = resolve(import.meta.dirname, '..', '..');
const words = process.argv.slice(2);
const write = words.includes('--write');
const named = words.filter((word) => !word.startsWith('--')).map((word) => relative(root, resolve(word)));

try {
  for (const file of named.length > 0 ? named : pageFiles()) {
    const page = readPage(file);
    const played = await playPage(page);
    const faults = faultsOf(page, played);
    if (write) writeFileSync(resolve(root, file), withOutputs(page, played));
    else for (const fault of faults) console.error(fault);
    if (faults.length > 0 && !write) process.exitCode = 1;
    if (played.length > 0)
      console.log(`${file}: ${played.length} commands, ${faults.length} ${write ? 'written' : 'differ'}`);
  }
} catch (error) {
  if (!(error instanceof PageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
