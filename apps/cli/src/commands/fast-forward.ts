import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext, Done } from './context.ts';

const longestSeconds = 24 * 60 * 60;

export function registerFastForward(program: Command, context: CommandContext, done: Done): void {
  program
    .command('fast-forward')
    .description('let time pass quickly, on the embedded cluster; no lab needs it')
    .argument('<seconds>', 'how many seconds of the cluster', parseSeconds)
    .argument('[lab]', 'the lab; default: the one that is being played')
    .addHelpText('after', '\nExamples:\n  lab fast-forward 300')
    .action((seconds: number, name: string | undefined) =>
      done(async () => {
        const { ask, printStatus } = await import('./ask.ts');
        const asked = await ask(context, name, { command: 'fastForward', seconds });
        asked.workspace.say(asked.workspace.style.violet(`▸▸ ${seconds} s have passed in the cluster.`), '');
        return printStatus(asked);
      }),
    );
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= longestSeconds) return seconds;
  throw new InvalidArgumentError(`Must be a whole number from 1 to ${longestSeconds}.`);
}
