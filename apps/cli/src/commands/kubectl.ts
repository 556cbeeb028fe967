import type { Command } from 'commander';
import { CliError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CommandContext, Done } from './context.ts';

/** The program `kubectl` of a lab's shell, on machines that have none. Its words are its own: none of ours are read. */
export function registerKubectl(program: Command, context: CommandContext, done: Done): void {
  program
    .command('kubectl', { hidden: true })
    .description('the commands of kubectl that labs use, on the cluster of KUBECONFIG')
    .argument('[words...]')
    .helpOption(false)
    .allowUnknownOption()
    .action((words: readonly string[]) => done(() => runKubectl(context, words)));
}

/** @param words what was typed after `kubectl` */
export async function runKubectl(
  { host, signal }: Pick<CommandContext, 'host' | 'signal'>,
  words: readonly string[],
): Promise<ExitCode> {
  const kubeconfig = host.env.KUBECONFIG;
  if (!kubeconfig) {
    throw new CliError('USAGE', 'KUBECONFIG is not set, so there is no cluster to talk to.', {
      next: 'Type this in the shell of a lab: pnpm lab',
    });
  }
  const { runOwnKubectl } = await import('../kubectl/run-own-kubectl.ts');
  const { stdin, stdout, stderr } = host;
  return (await runOwnKubectl(host, kubeconfig, words, { stdin, stdout, stderr, signal })) as ExitCode;
}
