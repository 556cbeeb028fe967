import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext, Done } from './context.ts';
import { sandboxOption } from './sandbox-option.ts';

const longestSeconds = 24 * 60 * 60;

interface FastForwardOptions {
  /** The process that runs the sandbox; true: the only one. */
  readonly sandbox?: number | true;
}

export function registerFastForward(program: Command, context: CommandContext, done: Done): void {
  program
    .command('fast-forward')
    .description('let time pass quickly, on the embedded cluster; no lab needs it')
    .argument('<seconds>', 'how many seconds of the cluster', parseSeconds)
    .argument('[lab]', 'the lab; default: the one that is being played')
    .addOption(sandboxOption())
    .addHelpText('after', '\nExamples:\n  lab fast-forward 300\n  lab fast-forward 10 --sandbox')
    .action((seconds: number, name: string | undefined, { sandbox }: FastForwardOptions) =>
      done(async () => {
        const { askSandbox, onlySandboxRuns } = await import('../sandbox/ask-sandbox.ts');
        if (sandbox !== undefined || (name === undefined && (await onlySandboxRuns(context)))) {
          return askSandbox(context, {
            request: { command: 'fastForward', seconds },
            pid: typeof sandbox === 'number' ? sandbox : undefined,
            said: `${seconds} s have passed in the sandbox.`,
          });
        }
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
