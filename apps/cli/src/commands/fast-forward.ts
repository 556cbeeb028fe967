import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext, Done } from './context.ts';

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
    .addOption(
      new Option('--sandbox [pid]', 'the sandbox instead; its process, where several run').argParser(parseProcess),
    )
    .addHelpText('after', '\nExamples:\n  lab fast-forward 300\n  lab fast-forward 10 --sandbox')
    .action((seconds: number, name: string | undefined, { sandbox }: FastForwardOptions) =>
      done(async () => {
        const { fastForwardSandbox, onlySandboxRuns } = await import('../sandbox/fast-forward-sandbox.ts');
        if (sandbox !== undefined || (name === undefined && (await onlySandboxRuns(context)))) {
          return fastForwardSandbox(context, { seconds, pid: typeof sandbox === 'number' ? sandbox : undefined });
        }
        const { ask, printStatus } = await import('./ask.ts');
        const asked = await ask(context, name, { command: 'fastForward', seconds });
        asked.workspace.say(asked.workspace.style.violet(`▸▸ ${seconds} s have passed in the cluster.`), '');
        return printStatus(asked);
      }),
    );
}

function parseProcess(text: string): number {
  const pid = Number(text);
  if (Number.isInteger(pid) && pid > 0) return pid;
  throw new InvalidArgumentError('Must be the number of a process.');
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= longestSeconds) return seconds;
  throw new InvalidArgumentError(`Must be a whole number from 1 to ${longestSeconds}.`);
}
