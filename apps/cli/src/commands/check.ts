import type { Command } from 'commander';
import type { CommandContext, Done } from './context.ts';

export function registerCheck(program: Command, context: CommandContext, done: Done): void {
  program
    .command('check')
    .description('say where you stand, with the evidence')
    .argument('[lab]', 'the lab; default: the one that is being played')
    .addHelpText('after', '\nExamples:\n  lab check\n  lab check replaced-not-restarted --json')
    .action((name: string | undefined) =>
      done(async () => {
        const { ask, printStatus } = await import('./ask.ts');
        return printStatus(await ask(context, name, { command: 'check' }));
      }),
    );
}
