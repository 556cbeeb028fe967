import { StatusError } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { usageError, usageFault } from '../cli/kubectl-error.ts';
import { checkContainer, defaultContainer, podOf, type StoredPod } from '../resources/pod-of.ts';

/** `kubectl logs`. */
export const logs: Command = {
  name: 'logs',
  flags: [
    sharedFlags.container,
    sharedFlags.selector,
    { name: 'follow', short: 'f', type: 'bool' },
    { name: 'previous', short: 'p', type: 'bool' },
    { name: 'timestamps', type: 'bool' },
    { name: 'tail', type: 'int' },
    { name: 'since', type: 'duration' },
    { name: 'since-time', type: 'string' },
    { name: 'limit-bytes', type: 'int' },
    { name: 'all-containers', type: 'bool' },
    { name: 'prefix', type: 'bool' },
    { name: 'max-log-requests', type: 'int' },
    { name: 'ignore-errors', type: 'bool' },
  ],
  run: async (invocation) => {
    const { client, signal, flags, args, namespace } = invocation;
    const selector = flags.string('selector');
    if (selector !== undefined) {
      if (args.length > 0) throw usageFault('kubectl logs', 'only a selector (-l) or a POD name is allowed');
      const { items } = await client.list('pods', { namespace }, { labelSelector: selector, signal });
      if (items.length === 0) invocation.err(`No resources found in ${namespace} namespace.\n`);
      const streams = items.map((pod) => printPod(pod, 10, invocation));
      await Promise.all(streams);
      return;
    }
    checkLimits(invocation);
    const [target, container] = args;
    if (target === undefined || args.length > 2)
      throw usageError(
        "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples",
      );
    if (container !== undefined && flags.has('container'))
      throw usageError('only one of -c or an inline [CONTAINER] arg is allowed');
    await printPod(await podToRead(target, invocation), -1, invocation, container);
  },
};

function checkLimits({ flags }: Invocation): void {
  if (flags.has('since') && flags.has('since-time'))
    throw usageError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if ((flags.durationMs('since') ?? 0) < 0) throw usageError('--since must be greater than 0');
  if ((flags.int('tail') ?? 0) < -1) throw usageError('--tail must be greater than or equal to -1');
  if ((flags.int('limit-bytes') ?? 0) < 0) throw usageError('--limit-bytes must be greater than 0');
}

/** The Pod whose log is meant. What is not there is told in words of `logs` alone. */
async function podToRead(target: string, invocation: Invocation): Promise<StoredPod> {
  const { client, signal, namespace } = invocation;
  try {
    return await podOf(target, invocation, { tellsChoice: true });
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'NotFound') throw error;
    const missing = await client.get('namespaces', { name: namespace }, { signal }).then(
      () => error.message,
      (fault: unknown) => (fault instanceof StatusError ? fault.message : error.message),
    );
    throw usageError(`error from server (NotFound): ${missing} in namespace ${JSON.stringify(namespace)}`);
  }
}

async function printPod(pod: StoredPod, defaultTail: number, invocation: Invocation, named?: string): Promise<void> {
  const { flags, err } = invocation;
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  if (flags.bool('all-containers')) {
    for (const { name } of [...initContainers, ...containers]) await printContainer(pod, name, defaultTail, invocation);
    return;
  }
  const container = named ?? flags.string('container') ?? defaultContainer(pod, err);
  if (container === undefined) return;
  checkContainer(pod, container);
  await printContainer(pod, container, defaultTail, invocation);
}

async function printContainer(
  pod: StoredPod,
  container: string,
  defaultTail: number,
  invocation: Invocation,
): Promise<void> {
  const { client, signal, flags, out } = invocation;
  const tail = flags.int('tail') ?? defaultTail;
  const sinceMs = flags.durationMs('since');
  const decoder = new TextDecoder();
  const prefix = flags.bool('prefix') ? `[pod/${pod.metadata.name}/${container}] ` : '';
  const log = client.streamLogs(
    { namespace: pod.metadata.namespace, name: pod.metadata.name },
    {
      signal,
      container,
      follow: flags.bool('follow'),
      previous: flags.bool('previous'),
      timestamps: flags.bool('timestamps'),
      tailLines: tail >= 0 ? tail : undefined,
      sinceSeconds: sinceMs === undefined ? undefined : Math.ceil(sinceMs / 1000),
      sinceTime: flags.string('since-time'),
      limitBytes: flags.int('limit-bytes') || undefined,
    },
  );
  let atLineStart = true;
  for await (const chunk of log) {
    const text = decoder.decode(chunk, { stream: true });
    if (prefix === '') out(text);
    else {
      const body = text.replace(/\n(?=[^])/g, `\n${prefix}`);
      out(atLineStart ? prefix + body : body);
      atLineStart = text.endsWith('\n');
    }
  }
}
