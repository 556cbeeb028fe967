import type { Command } from 'commander';
import type { CommandContext, Done } from './context.ts';

export function registerSolve(program: Command, context: CommandContext, done: Done): void {
  program
    .command('solve')
    .description('begin anew and play a solution, every command shown; it does not count as progress')
    .argument('[lab]', 'the lab; default: the one that is being played')
    .option('--solution <id>', 'which solution; default: the first')
    .addHelpText('after', '\nExamples:\n  lab solve\n  lab solve replaced-not-restarted --solution evict')
    .action((name: string | undefined, options: { readonly solution?: string }) =>
      done(async () => {
        const { ask, printStatus } = await import('./ask.ts');
        const attempt = options.solution;
        return printStatus(
          await ask(context, name, { command: 'solve', ...(attempt === undefined ? {} : { attempt }) }),
        );
      }),
    );
}
