import { type Command, sharedFlags } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { streamFault } from '../cli/stream-fault.ts';
import { defaultContainer, podOf } from '../resources/pod-of.ts';
import { attachToPod, isOver } from './attach-to-pod.ts';

/** `kubectl attach`. */
export const attach: Command = {
  name: 'attach',
  flags: [
    sharedFlags.container,
    { name: 'stdin', short: 'i', type: 'bool' },
    { name: 'tty', short: 't', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
    { name: 'pod-running-timeout', type: 'duration' },
  ],
  run: async (invocation) => {
    const { args, flags, err } = invocation;
    if (args.length === 0) throw usageError('at least 1 argument is required for attach');
    if (args.length > 2)
      throw usageError(
        `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
      );
    const pod = await podOf(args.join('/'), invocation);
    if (isOver(pod))
      throw usageError(`cannot attach a container in a completed pod; current phase is ${pod.status?.phase ?? ''}`);
    const quiet = flags.bool('quiet');
    const container = flags.string('container') ?? defaultContainer(pod, quiet ? () => {} : err) ?? '';
    const attachment = { container, stdin: flags.bool('stdin'), tty: flags.bool('tty'), quiet };
    const exitCode = await attachToPod(pod, attachment, invocation).catch((error: unknown) => {
      throw streamFault(error);
    });
    if (exitCode !== 0) throw new KubectlError(`command terminated with exit code ${exitCode}`, exitCode);
  },
};
