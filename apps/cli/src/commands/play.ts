import type { Command } from 'commander';
import { CliError } from '../errors.ts';
import type { CommandContext, Done } from './context.ts';
import { listLabs } from './list.ts';
import { openWorkspace } from './workspace.ts';

export function registerPlay(program: Command, context: CommandContext, done: Done): void {
  program
    .command('play', { isDefault: true })
    .description('play a lab; `lab <name>` says the same')
    .argument('[lab]', 'the lab to play; without it: the list of labs')
    .option('--fresh', 'begin the lab anew instead of going on')
    .addHelpText(
      'after',
      '\nExamples:\n  lab replaced-not-restarted\n  lab replaced-not-restarted --engine kind\n  lab replaced-not-restarted --fresh',
    )
    .allowExcessArguments()
    .action((name: string | undefined, options: { readonly fresh?: boolean }, command: Command) =>
      done(async () => {
        if (name === undefined) return listLabs(context);
        if (command.args.length > 1) await refuseMore(context, name, command.args.slice(1));
        const { playLab } = await import('../play/play-lab.ts');
        return playLab(context, name, { fresh: options.fresh === true });
      }),
    );
}

/** More words than a name: either the name was meant to be a command, or they are too many. */
async function refuseMore(context: CommandContext, name: string, words: readonly string[]): Promise<never> {
  const { findLab } = await import('../labs/catalogue.ts');
  const { labsFolder } = openWorkspace(context);
  await findLab(labsFolder, name, context.commands());
  throw new CliError('USAGE', `There is too much behind ${name}: ${words.join(' ')}.`, {
    next: 'See: lab play --help',
  });
}
