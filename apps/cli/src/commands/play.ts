import type { Command } from 'commander';
import type { CommandContext, Done } from './context.ts';
import { listLabs } from './list.ts';

export function registerPlay(program: Command, context: CommandContext, done: Done): void {
  program
    .argument('[lab]', 'the lab to play; without it: the list of labs')
    .option('--fresh', 'begin the lab anew instead of going on')
    .action((name: string | undefined, options: { readonly fresh?: boolean }) =>
      done(async () => {
        if (name === undefined) return listLabs(context);
        const { playLab } = await import('../play/play-lab.ts');
        return playLab(context, name, { fresh: options.fresh === true });
      }),
    );
}
