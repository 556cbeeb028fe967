import { StatusError, type Stored } from '@podlab/apimachinery';
import type { EphemeralContainer } from 'kubernetes-types/core/v1';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { podOf, type StoredPod } from '../resources/pod-of.ts';
import { attachToPod, printLog, waitForPod } from './attach-to-pod.ts';

/** `kubectl debug POD`: a container added to a running Pod. */
export const debug: Command = {
  name: 'debug',
  flags: [
    sharedFlags.container,
    { name: 'image', type: 'string' },
    { name: 'image-pull-policy', type: 'string' },
    { name: 'env', type: 'list', repeatOnly: true },
    { name: 'target', type: 'string' },
    { name: 'stdin', short: 'i', type: 'bool' },
    { name: 'tty', short: 't', type: 'bool' },
    { name: 'attach', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
    { name: 'profile', type: 'string' },
    { name: 'copy-to', type: 'string' },
    { name: 'share-processes', type: 'bool' },
    { name: 'set-image', type: 'list' },
    { name: 'replace', type: 'bool' },
    { name: 'same-node', type: 'bool' },
  ],
  run: async (invocation) => {
    const { args, dash, flags, out } = invocation;
    const targets = args.slice(0, dash);
    const command = dash === undefined ? args.slice(1) : args.slice(dash);
    if (flags.has('copy-to'))
      throw usageError('this kubectl adds a container to the Pod itself and makes no copies: leave out --copy-to');
    const image = flags.string('image') ?? '';
    if (image === '') throw usageError('you must specify --image when not using --copy-to.');
    const [target] = targets;
    if (target === undefined) throw usageError('NAME or filename is required for debug');
    if (/^no(de)?s?\//.test(target))
      throw usageError('this kubectl debugs Pods only: nodes here have no processes of their own');
    if (flags.bool('tty') && !flags.bool('stdin'))
      throw usageError('-i/--stdin is required for containers with -t/--tty=true');
    if (flags.has('target'))
      out(
        `Targeting container ${JSON.stringify(flags.string('target'))}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
      );
    const pod = await podOf(target, invocation);
    const name = flags.string('container') ?? newName(pod);
    if (!flags.has('container')) out(`Defaulting debug container name to ${name}.\n`);
    const added = await addContainer(pod, containerOf(name, image, command, invocation), invocation);
    const attaches = flags.has('attach') ? flags.bool('attach') : flags.bool('stdin');
    if (attaches) await follow(added, name, invocation);
  },
};

const tracing = 'SYS_PTRACE';

function containerOf(
  name: string,
  image: string,
  command: readonly string[],
  { flags }: Invocation,
): EphemeralContainer {
  const env = flags.list('env').map((pair) => {
    const [key = '', ...value] = pair.split('=');
    return { name: key, value: value.join('=') };
  });
  const target = flags.string('target');
  return {
    ...(command.length > 0 ? { command: [...command] } : {}),
    ...(env.length > 0 ? { env } : {}),
    image,
    ...(flags.has('image-pull-policy') ? { imagePullPolicy: flags.string('image-pull-policy') ?? '' } : {}),
    name,
    resources: {},
    // The profile `general`, kubectl's default: the helper may look at the other processes.
    securityContext: { capabilities: { add: [tracing] } },
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    ...(target === undefined ? {} : { targetContainerName: target }),
    terminationMessagePolicy: 'File',
    ...(flags.bool('tty') ? { tty: true } : {}),
  };
}

/** `debugger-1` and so on; stock kubectl ends the name at random. */
function newName({ spec }: StoredPod): string {
  const used = new Set((spec?.ephemeralContainers ?? []).map(({ name }) => name));
  for (let number = 1; ; number += 1) if (!used.has(`debugger-${number}`)) return `debugger-${number}`;
}

/** One of that name is given the profile once more, which the server refuses with what would have changed. */
function withContainer(before: readonly EphemeralContainer[], container: EphemeralContainer): EphemeralContainer[] {
  if (!before.some(({ name }) => name === container.name)) return [...before, container];
  return before.map((one) => (one.name === container.name ? withTracing(one) : one));
}

function withTracing(container: EphemeralContainer): EphemeralContainer {
  const { securityContext } = container;
  const add = [...(securityContext?.capabilities?.add ?? []), tracing];
  const capabilities = { ...securityContext?.capabilities, add };
  return { ...container, securityContext: { ...securityContext, capabilities } };
}

async function addContainer(pod: StoredPod, container: EphemeralContainer, invocation: Invocation): Promise<StoredPod> {
  const { client, signal } = invocation;
  const { namespace, name } = pod.metadata;
  const body = { spec: { ephemeralContainers: withContainer(pod.spec?.ephemeralContainers ?? [], container) } };
  try {
    return await client.patch(
      'pods',
      { namespace, name },
      { type: 'strategic', body },
      { fieldManager: 'kubectl-debug', subresource: 'ephemeralcontainers', signal },
    );
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'NotFound') throw error;
    throw usageError(
      `ephemeral containers are disabled for this cluster (error from server: ${JSON.stringify(error.message)})`,
    );
  }
}

async function follow(pod: StoredPod, container: string, invocation: Invocation): Promise<void> {
  const { flags } = invocation;
  const stateOf = ({ status }: Stored) =>
    (status as StoredPod['status'])?.ephemeralContainerStatuses?.find(({ name }) => name === container)?.state;
  const running = await waitForPod(
    pod.metadata,
    (one) => Boolean(stateOf(one)?.running ?? stateOf(one)?.terminated),
    invocation,
  );
  if (stateOf(running)?.terminated) return printLog(running, container, invocation);
  const attachment = { container, stdin: flags.bool('stdin'), tty: flags.bool('tty'), quiet: flags.bool('quiet') };
  const exitCode = await attachToPod(running, attachment, invocation);
  if (exitCode !== 0) throw new KubectlError(`command terminated with exit code ${exitCode}`, exitCode);
}
