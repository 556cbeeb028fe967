import { isSameOutput, outputLines } from './compare-output.ts';
import type { ConsoleCommand, Page } from './page.ts';
import { openWorkstation } from './workstation.ts';

/** A command of a page, and what it printed now. */
export interface PlayedCommand extends ConsoleCommand {
  readonly printed: readonly string[];
  readonly isSame: boolean;
}

/** After each command so much virtual time passes: about the pace of a human who reads what was printed. */
const readingSeconds = 2;

/** Runs all console fences of a page on a cluster of its own. */
export async function playPage(page: Page): Promise<PlayedCommand[]> {
  if (!page.parts.some(({ kind }) => kind === 'console')) return [];
  const workstation = await openWorkstation({ nodes: page.nodes });
  const played: PlayedCommand[] = [];
  try {
    for (const part of page.parts) {
      if (part.kind === 'file') {
        workstation.writeFile(part.path, part.text);
        continue;
      }
      await workstation.pass(part.afterSeconds);
      for (const command of part.commands) {
        const result = await workstation.run(command.command, { forSeconds: part.forSeconds });
        const printed = outputLines(result.printed);
        played.push({ ...command, printed, isSame: isSameOutput(command.output, printed) });
        await workstation.pass(readingSeconds);
      }
    }
  } finally {
    await workstation.close();
  }
  return played;
}

/** The page with what was printed now; where it shows that already, it stays, with the lines that it leaves out. */
export function withOutputs(page: Page, played: readonly PlayedCommand[]): string {
  const lines = page.text.split('\n');
  for (const { outputLine, output, printed, isSame } of played.toReversed()) {
    if (!isSame) lines.splice(outputLine - 1, output.length, ...printed);
  }
  return lines.join('\n');
}

/** What is not as the page says, in words. */
export function faultsOf(page: Page, played: readonly PlayedCommand[]): string[] {
  return played
    .filter(({ isSame }) => !isSame)
    .map(({ outputLine, command, output, printed }) =>
      [
        `${page.file}:${outputLine}: \`${command}\` does not print this:`,
        ...output.map((line) => `  - ${line}`),
        'but this:',
        ...printed.map((line) => `  + ${line}`),
        `Look whether the page or the cluster is wrong. \`pnpm docs:test ${page.file} --write\` takes what was printed.`,
      ].join('\n'),
    );
}
