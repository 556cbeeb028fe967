import type { Command } from 'commander';
import type { CommandContext, Done } from './context.ts';

export function registerNext(program: Command, context: CommandContext, done: Done): void {
  program
    .command('next')
    .description('say what to do now')
    .argument('[lab]', 'the lab; default: the one that is being played')
    .addHelpText('after', '\nExamples:\n  lab next')
    .action((name: string | undefined) =>
      done(async () => {
        const { ask, exitCodeOf, statusJson } = await import('./ask.ts');
        const { renderNext } = await import('@podlab/lab-runner');
        const { workspace, lab, done: answer } = await ask(context, name, { command: 'check' });
        workspace.json(statusJson(answer.status));
        workspace.say(...renderNext(lab, answer.status.report, workspace.style, workspace.columns));
        return exitCodeOf(answer.status);
      }),
    );
}
