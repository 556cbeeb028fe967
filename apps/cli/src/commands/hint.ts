import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { CommandContext, Done } from './context.ts';

export function registerHint(program: Command, context: CommandContext, done: Done): void {
  program
    .command('hint')
    .description('give the next hint: what fits the state of your cluster first')
    .argument('[lab]', 'the lab; default: the one that is being played')
    .addHelpText('after', '\nExamples:\n  lab hint\n  lab hint replaced-not-restarted')
    .action((name: string | undefined) =>
      done(async () => {
        const { ask } = await import('./ask.ts');
        const { renderHint } = await import('@podlab/lab-runner');
        const { workspace, done: answer } = await ask(context, name, { command: 'hint' });
        workspace.json({ lab: answer.status.lab, hint: answer.hint ?? null });
        workspace.say(...renderHint(answer.hint, workspace.style, workspace.columns));
        return exitCodes.passed;
      }),
    );
}
