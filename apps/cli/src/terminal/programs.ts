import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Host, Installation } from '../host.ts';
import { makeFolder, writeAtomically } from '../state/disk.ts';

/** Words of the learner's shell that stand for `lab <word>`. */
const shortcuts = ['check', 'hint', 'next', 'answer', 'reset', 'solve', 'fast-forward'];

/** A program for the learner's shell, and the words that it puts before those of the learner. */
interface Shim {
  readonly name: string;
  readonly words: readonly string[];
}

/**
 * Writes the programs that the learner's shell finds first: `lab`, its shortcuts, and `kubectl` where the machine has
 * none.
 */
export function writePrograms(
  host: Pick<Host, 'node' | 'platform'>,
  installation: Installation,
  folder: string,
  options: { readonly kubectl: boolean },
): void {
  rmSync(folder, { recursive: true, force: true });
  makeFolder(folder);
  const shims: Shim[] = [
    { name: 'lab', words: [] },
    ...shortcuts.map((name) => ({ name, words: [name] })),
    ...(options.kubectl ? [{ name: 'kubectl', words: ['kubectl'] }] : []),
  ];
  for (const { name, words } of shims) {
    if (host.platform === 'win32') {
      const line = [host.node, installation.bin, ...words].map((word) => `"${word}"`).join(' ');
      writeAtomically(join(folder, `${name}.cmd`), `@${line} %*\r\n`, 0o700);
    } else {
      const line = [host.node, installation.bin, ...words].map(quote).join(' ');
      writeAtomically(join(folder, name), `#!/bin/sh\nexec ${line} "$@"\n`, 0o700);
    }
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
