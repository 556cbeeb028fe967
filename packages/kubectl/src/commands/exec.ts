import { type Command, sharedFlags } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { streamFault } from '../cli/stream-fault.ts';
import { checkContainer, defaultContainer, podOf } from '../resources/pod-of.ts';

/** `kubectl exec`. */
export const exec: Command = {
  name: 'exec',
  flags: [
    sharedFlags.container,
    { name: 'stdin', short: 'i', type: 'bool' },
    { name: 'tty', short: 't', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
  ],
  run: async (invocation) => {
    const { client, signal, flags, args, dash, err, out, terminal } = invocation;
    const [target] = args;
    const command = args.slice(dash ?? 1);
    if (target === undefined || dash === 0) throw usageError('pod, type/name or --filename must be specified');
    if (dash === undefined && command.length > 0) {
      throw usageError(
        "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples",
      );
    }
    if (command.length === 0) throw usageError('you must specify at least one command for the container');
    const pod = await podOf(target, invocation);
    const { phase = '' } = pod.status ?? {};
    if (phase === 'Succeeded' || phase === 'Failed') {
      throw usageError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    }
    const container = flags.string('container') ?? defaultContainer(pod, flags.bool('quiet') ? () => {} : err);
    if (container !== undefined) checkContainer(pod, container);
    const wantsTerminal = flags.bool('tty');
    if (wantsTerminal && !terminal) err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
    const [stdout, stderr] = [new TextDecoder(), new TextDecoder()];
    const session = client.exec({ namespace: pod.metadata.namespace, name: pod.metadata.name, container }, command, {
      signal,
      ...(flags.bool('stdin') ? { stdin: invocation.stdin ?? noInput() } : {}),
      ...(wantsTerminal && terminal ? { terminalSizes: terminal.sizes({ signal }) } : {}),
      onStdout: (chunk) => out(stdout.decode(chunk, { stream: true })),
      onStderr: (chunk) => err(stderr.decode(chunk, { stream: true })),
    });
    const { exitCode } = await session.catch((error: unknown) => {
      throw streamFault(error);
    });
    if (exitCode !== 0) throw new KubectlError(`command terminated with exit code ${exitCode}`, exitCode);
  },
};

async function* noInput(): AsyncGenerator<Uint8Array> {}
