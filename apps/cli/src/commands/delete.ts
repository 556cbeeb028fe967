import type { Command } from 'commander';
import type { CommandContext, Done } from './context.ts';

export function registerDelete(program: Command, context: CommandContext, done: Done): void {
  program
    .command('delete')
    .description("remove a lab's cluster and record, or with --all everything that Podlab keeps")
    .argument('[lab]', 'the lab whose cluster and record are removed; your progress stays')
    .option('--all', 'remove the clusters, records and progress of this clone')
    .addHelpText('after', '\nExamples:\n  lab delete replaced-not-restarted\n  lab delete --all')
    .action((name: string | undefined, options: { readonly all?: boolean }) =>
      done(async () => (await import('../delete/run-delete.ts')).runDelete(context, name, options.all === true)),
    );
}
