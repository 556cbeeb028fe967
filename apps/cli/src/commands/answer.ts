import type { Command } from 'commander';
import type { CommandContext, Done } from './context.ts';

export function registerAnswer(program: Command, context: CommandContext, done: Done): void {
  program
    .command('answer')
    .description('answer the question of the current step')
    .argument('<answer...>', 'the letter of a choice, or your words')
    .option('--question <id>', 'which question, when a step asks several; default: the first that is open')
    .option('--lab <lab>', 'the lab; default: the one that is being played')
    .addHelpText('after', '\nExamples:\n  lab answer b\n  lab answer --question uid-changed a3f1c')
    .action((words: readonly string[], options: { readonly question?: string; readonly lab?: string }) =>
      done(async () => {
        const { ask, printStatus } = await import('./ask.ts');
        const { question } = options;
        const given = words.join(' ');
        return printStatus(
          await ask(context, options.lab, {
            command: 'answer',
            given,
            ...(question === undefined ? {} : { question }),
          }),
        );
      }),
    );
}
