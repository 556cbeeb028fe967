import { rmSync } from 'node:fs';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findHolder } from '../state/lock.ts';
import type { CommandContext, Done } from './context.ts';
import { openWorkspace } from './workspace.ts';

export function registerReset(program: Command, context: CommandContext, done: Done): void {
  program
    .command('reset')
    .description('begin a lab anew; your progress stays')
    .argument('[lab]', 'the lab; default: the one that is being played')
    .addHelpText('after', '\nExamples:\n  lab reset\n  lab reset replaced-not-restarted')
    .action((name: string | undefined) => done(() => resetLab(context, name)));
}

async function resetLab(context: CommandContext, name: string | undefined): Promise<ExitCode> {
  const workspace = openWorkspace(context);
  const { findLab } = await import('../labs/catalogue.ts');
  if (name !== undefined) {
    const { id } = await findLab(workspace.labsFolder, name, context.commands());
    const paths = workspace.paths.lab(id);
    if (!findHolder(paths.lock, context.host.nowMs())) {
      // Without its session file, whatever else is there is not taken up again.
      rmSync(paths.session, { force: true });
      workspace.json({ lab: id, reset: true });
      workspace.say(`The lab begins anew the next time you play it: pnpm lab ${id}`);
      return exitCodes.passed;
    }
  }
  const { ask, statusJson } = await import('./ask.ts');
  const { done } = await ask(context, name, { command: 'reset' });
  workspace.json({ reset: true, ...statusJson(done.status) });
  workspace.say('The lab has begun anew. What to do: next');
  return exitCodes.passed;
}
