import { parseTime, StatusError } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { usageError, usageFault } from '../cli/kubectl-error.ts';
import { listSelected } from '../resources/collect.ts';
import { checkContainer, defaultContainer, podsMeant, type StoredPod } from '../resources/pod-of.ts';

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
    { name: 'all-pods', type: 'bool' },
    { name: 'prefix', type: 'bool' },
    { name: 'max-log-requests', type: 'int' },
    { name: 'ignore-errors', type: 'bool' },
  ],
  run: async (invocation) => {
    const { flags } = invocation;
    checkArguments(invocation);
    const pods = flags.has('selector') ? await podsSelected(invocation) : await podsToRead(invocation);
    checkLimits(invocation);
    const sources = pods.flatMap((pod) => containersToRead(pod, invocation).map((container) => ({ pod, container })));
    const most = flags.int('max-log-requests') ?? 5;
    if (!flags.bool('follow') || sources.length < 2) {
      for (const source of sources) await printContainer(source, invocation);
    } else if (sources.length > most) {
      throw usageError(
        `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
      );
    } else {
      await Promise.all(sources.map(async (source) => printContainer(source, invocation)));
    }
  },
};

/** The log of one container. */
interface Source {
  readonly pod: StoredPod;
  readonly container: string;
}

function checkArguments({ flags, args }: Invocation): void {
  if (args.length > 2 || (args.length === 0 && !flags.has('selector'))) {
    throw usageFault(
      'kubectl logs',
      "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command",
    );
  }
  if (args.length === 1 && flags.has('selector'))
    throw usageFault('kubectl logs', 'only a selector (-l) or a POD name is allowed');
  const since = flags.string('since-time');
  if (since !== undefined && since !== '' && parseTime(since) === undefined) throw usageError(timeFault(since));
}

const timeLayout: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
  ['05', /^\d\d(\.\d+)?/],
  ['Z07:00', /^(Z|[+-]\d\d:\d\d)/],
];

/** What Go says of a text that is no time. */
function timeFault(text: string): string {
  let rest = text;
  for (const [name, pattern] of timeLayout) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined) {
      const layout = timeLayout.map(([part]) => part).join('');
      return `parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(name)}`;
    }
    rest = rest.slice(found.length);
  }
  return `parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(rest)}`;
}

function checkLimits({ flags, args }: Invocation): void {
  const sinceMs = flags.durationMs('since') ?? 0;
  if (sinceMs !== 0 && flags.string('since-time'))
    throw usageError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  const named = args[1] ?? flags.string('container');
  if (flags.bool('all-containers') && named)
    throw usageError(`--all-containers=true should not be specified with container name ${named}`);
  if (args.length === 2 && flags.has('container'))
    throw usageError('only one of -c or an inline [CONTAINER] arg is allowed');
  if ((flags.int('limit-bytes') ?? 0) < 0) throw usageError('--limit-bytes must be greater than 0');
  if (sinceMs < 0) throw usageError('--since must be greater than 0');
  if ((flags.int('tail') ?? 0) < -1) throw usageError('--tail must be greater than or equal to -1');
}

async function podsSelected(invocation: Invocation): Promise<readonly StoredPod[]> {
  const { client, signal, namespace, err } = invocation;
  const resource = await client.discovery.find('pods', { signal });
  const { items } = resource ? await listSelected(resource, { namespace }, invocation) : { items: [] };
  if (items.length === 0) err(`No resources found in ${namespace} namespace.\n`);
  return items;
}

/** The Pods whose logs are meant. What is not there is told in words of `logs` alone. */
async function podsToRead(invocation: Invocation): Promise<readonly StoredPod[]> {
  const { client, signal, namespace, flags, args, err } = invocation;
  const [target = ''] = args;
  try {
    const pods = await podsMeant(target, invocation, { use: 'logs' });
    const [first] = pods;
    if (!first) throw usageError('timed out waiting for the condition');
    if (flags.bool('all-pods')) return pods;
    if (pods.length > 1) err(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
    return [first];
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'NotFound') throw error;
    const missing = await client.get('namespaces', { name: namespace }, { signal }).then(
      () => error.message,
      (fault: unknown) => (fault instanceof StatusError ? fault.message : error.message),
    );
    throw usageError(`error from server (NotFound): ${missing} in namespace ${JSON.stringify(namespace)}`);
  }
}

function containersToRead(pod: StoredPod, { flags, args, err }: Invocation): readonly string[] {
  if (flags.bool('all-containers')) {
    const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
    return [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name);
  }
  const tell = flags.bool('all-pods') ? () => {} : err;
  const container = args[1] ?? flags.string('container') ?? defaultContainer(pod, tell);
  if (container === undefined) return [];
  checkContainer(pod, container);
  return [container];
}

/** Prints a log; with `--ignore-errors` also why it cannot be read. */
async function printContainer(source: Source, invocation: Invocation): Promise<void> {
  try {
    await copyLog(source, invocation);
  } catch (error) {
    if (!invocation.flags.bool('ignore-errors') || !(error instanceof StatusError)) throw error;
    invocation.out(`error: ${error.message}\n`);
  }
}

async function copyLog({ pod, container }: Source, invocation: Invocation): Promise<void> {
  const { client, signal, flags, out } = invocation;
  const tail = flags.int('tail') ?? (flags.has('selector') ? 10 : -1);
  const sinceMs = flags.durationMs('since') ?? 0;
  const decoder = new TextDecoder();
  const prefix = flags.bool('prefix') || flags.bool('all-pods') ? `[pod/${pod.metadata.name}/${container}] ` : '';
  const log = client.streamLogs(
    { namespace: pod.metadata.namespace, name: pod.metadata.name },
    {
      signal,
      container,
      follow: flags.bool('follow'),
      previous: flags.bool('previous'),
      timestamps: flags.bool('timestamps'),
      tailLines: tail >= 0 ? tail : undefined,
      sinceSeconds: sinceMs === 0 ? undefined : Math.round(sinceMs / 1000),
      sinceTime: flags.string('since-time') || undefined,
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
