/** The applets that few containers run, and what they print of themselves, where loading takes no time: not in a browser. */
import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { archivesApplets } from './groups/archives.ts';
import { editorsApplets } from './groups/editors.ts';
import { everydayApplets } from './groups/everyday.ts';
import { filesApplets } from './groups/files.ts';
import { frequentApplets } from './groups/frequent.ts';
import { languagesApplets } from './groups/languages.ts';
import { networkApplets } from './groups/network.ts';
import { systemApplets } from './groups/system.ts';
import { textApplets } from './groups/text.ts';
import { outputFailed } from './output-error.ts';
import { usageLines } from './usage-lines.ts';

export { hostShell as runHostedShell } from '../interpreter/hosted-shell.ts';
export { shellProgram } from '../interpreter/program.ts';

export const otherApplets: readonly Program[] = [
  ...frequentApplets,
  ...everydayApplets,
  ...archivesApplets,
  ...editorsApplets,
  ...filesApplets,
  ...languagesApplets,
  ...networkApplets,
  ...systemApplets,
  ...textApplets,
];

/** How each applet is used, by its name. */
export function* loadUsageLines(_context: ProcessContext): Coroutine<Readonly<Record<string, string>>> {
  return usageLines;
}

/** What ends an applet that could not write. */
export function* loadOutputFailed(_context: ProcessContext): Coroutine<typeof outputFailed> {
  return outputFailed;
}

/** They are here. */
export async function loadApplets(_between: () => Promise<void>): Promise<void> {}
