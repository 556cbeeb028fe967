import { Argument, type Command } from 'commander';
import type { CommandContext, Done } from './context.ts';
import { sandboxOption } from './sandbox-option.ts';

interface KubeletOptions {
  /** The process that runs the sandbox; true: the only one. */
  readonly sandbox?: number | true;
}

export function registerKubelet(program: Command, context: CommandContext, done: Done): void {
  program
    .command('kubelet')
    .description("stop a node's kubelet, or start it again, on the embedded cluster; containers go on without it")
    .addArgument(new Argument('<action>', 'what systemctl would be told').choices(['stop', 'start']))
    .argument('<node>', 'the name of the node')
    .argument('[lab]', 'the lab; default: the one that is being played')
    .addOption(sandboxOption())
    .addHelpText(
      'after',
      '\nExamples:\n  lab kubelet stop podlab-worker\n  lab fast-forward 60        # the node becomes NotReady\n  lab kubelet start podlab-worker',
    )
    .action((action: 'stop' | 'start', node: string, name: string | undefined, { sandbox }: KubeletOptions) =>
      done(async () => {
        const { askSandbox, onlySandboxRuns } = await import('../sandbox/ask-sandbox.ts');
        const state = action === 'stop' ? 'stopped' : 'running';
        const request = { command: 'kubelet', node, state } as const;
        const said = `The kubelet of ${node} is ${state}.`;
        if (sandbox !== undefined || (name === undefined && (await onlySandboxRuns(context)))) {
          return askSandbox(context, { request, pid: typeof sandbox === 'number' ? sandbox : undefined, said });
        }
        const { ask, printStatus } = await import('./ask.ts');
        const asked = await ask(context, name, request);
        asked.workspace.say(asked.workspace.style.violet(`▸▸ ${said}`), '');
        return printStatus(asked);
      }),
    );
}
