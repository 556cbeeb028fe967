import type { Command } from 'commander';
import type { CommandContext, Done } from './context.ts';

export function registerVerify(program: Command, context: CommandContext, done: Done): void {
  program
    .command('verify')
    .description('play the proofs of labs: untouched, solutions, known mistakes')
    .argument('[labs...]', 'which labs; default: all')
    .addHelpText(
      'after',
      '\nExamples:\n  lab verify\n  lab verify replaced-not-restarted --engine kind\n  lab verify --json',
    )
    .action((names: readonly string[]) =>
      done(async () => (await import('../verify/run-verify.ts')).runVerify(context, names)),
    );
}
