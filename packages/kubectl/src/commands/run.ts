import {
  applyMergePatch,
  applyStrategicPatch,
  isMap,
  type KubeObject,
  mergeSchemaOf,
  type Stored,
} from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import { laterCode } from './later-code.ts';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { KubectlError, usageError, usageFault } from '../cli/kubectl-error.ts';
import { isObjectOutput } from '../print/print-objects.ts';
import { findType } from '../resources/targets.ts';
import { newObjectFlags } from './create-named.ts';
import { deletedText } from './delete.ts';
import { printResult } from './print-result.ts';
import { makeNew, writeNew } from './write-new.ts';

const path = 'kubectl run';
/** A name, with its registry, tag and digest. */
const imagePattern =
  /^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,})?$/;

/** `kubectl run`. */
export const run: Command = {
  name: 'run',
  flags: [
    ...newObjectFlags,
    sharedFlags.filename,
    { name: 'image', type: 'string' },
    { name: 'labels', short: 'l', type: 'list' },
    { name: 'env', type: 'list', repeatOnly: true },
    { name: 'port', type: 'string' },
    { name: 'expose', type: 'bool' },
    { name: 'command', type: 'bool' },
    { name: 'privileged', type: 'bool' },
    { name: 'restart', type: 'string' },
    { name: 'image-pull-policy', type: 'string' },
    { name: 'annotations', type: 'list' },
    { name: 'overrides', type: 'string' },
    { name: 'override-type', type: 'string' },
    { name: 'stdin', short: 'i', type: 'bool' },
    { name: 'tty', short: 't', type: 'bool' },
    { name: 'rm', type: 'bool' },
    { name: 'attach', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
    { name: 'leave-stdin-open', type: 'bool' },
    { name: 'pod-running-timeout', type: 'duration' },
  ],
  run: async (invocation) => {
    const { args, dash, flags } = invocation;
    if (!flags.has('image')) throw usageError('required flag(s) "image" not set');
    const [name] = args;
    if (name === undefined || dash === 0) throw usageFault(path, 'NAME is required for run');
    const attaches = flags.has('attach') ? flags.bool('attach') : flags.bool('stdin');
    checkFlags(attaches, invocation);
    const object = withOverrides(podOf(name, invocation), invocation);
    const fieldManager = 'kubectl-run';
    const pods = await findType('pods', invocation);
    const silent = attaches ? { ...invocation, out: () => {} } : invocation;
    const made = flags.bool('expose') ? serviceOf(name, object, invocation) : undefined;
    const pod = (await makeNew({ resource: pods, object, verb: 'created', fieldManager }, invocation)) as Stored<Pod>;
    if (made) {
      const resource = await findType('services', invocation);
      await writeNew({ resource, object: made, verb: 'created', fieldManager }, silent);
      if (isObjectOutput(flags.string('output'))) silent.out('---\n---\n');
    }
    printResult({ resource: pods, object: pod }, 'created', silent);
    return attaches ? follow(pod, invocation) : 0;
  },
};

function checkFlags(attaches: boolean, { flags }: Invocation): void {
  const image = flags.string('image') ?? '';
  if (image === '') throw usageError('--image is required');
  if (!imagePattern.test(image))
    throw usageError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw usageFault(path, '-i/--stdin is required for containers with -t/--tty=true');
  if (flags.bool('expose') && !flags.has('port')) throw usageFault(path, '--port must be set when exposing a service');
  const restart = flags.string('restart') ?? '';
  if (!['', 'Always', 'Never', 'OnFailure'].includes(restart))
    throw usageFault(path, `invalid restart policy: ${restart}`);
  if (flags.bool('rm') && !attaches) throw usageFault(path, '--rm should only be used for attached containers');
  if (attaches && dryRunOf(flags) !== 'none')
    throw usageFault(
      path,
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  const pullPolicy = flags.string('image-pull-policy') ?? '';
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pullPolicy))
    throw usageFault(path, `invalid image pull policy: ${pullPolicy}`);
}

function podOf(name: string, { args, flags }: Invocation): KubeObject {
  const words = args.slice(1);
  const port = flags.string('port');
  if (port !== undefined && !/^-?\d+$/.test(port))
    throw usageError(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  const env = pairsOf(flags.list('env'), (word) => `invalid env: ${word}`).map(([key, value]) => ({
    name: key,
    value,
  }));
  const labels = flags.has('labels')
    ? Object.fromEntries(pairsOf(flags.list('labels'), (word) => `unexpected label spec: ${word}`))
    : { run: name };
  const annotations = Object.fromEntries(pairsOf(flags.list('annotations'), (word) => `invalid annotation: ${word}`));
  const container = {
    ...(words.length > 0 ? { [flags.bool('command') ? 'command' : 'args']: words } : {}),
    ...(env.length > 0 ? { env } : {}),
    image: flags.string('image'),
    ...(flags.has('image-pull-policy') ? { imagePullPolicy: flags.string('image-pull-policy') } : {}),
    name,
    ...(port === undefined ? {} : { ports: [{ containerPort: Number(port) }] }),
    resources: {},
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
    ...(flags.bool('stdin') ? { stdin: true, ...(flags.bool('leave-stdin-open') ? {} : { stdinOnce: true }) } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
  };
  const restartPolicy = flags.string('restart') ?? (flags.bool('stdin') ? 'OnFailure' : 'Always');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, ...(flags.has('annotations') ? { annotations } : {}) },
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy },
    status: {},
  };
}

function withOverrides(object: KubeObject, { flags }: Invocation): KubeObject {
  const text = flags.string('overrides');
  if (text === undefined) return object;
  const type = flags.string('override-type') ?? 'merge';
  if (type !== 'merge' && type !== 'strategic')
    throw usageError(`invalid override type: ${type}. This kubectl knows merge and strategic`);
  let patch: unknown;
  try {
    patch = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usageError('Invalid JSON Patch');
  }
  if (!isMap(patch)) throw usageError('Invalid JSON Patch');
  return (
    type === 'merge' ? applyMergePatch(object, patch) : applyStrategicPatch(object, patch, mergeSchemaOf('Pod'))
  ) as KubeObject;
}

function serviceOf(name: string, { metadata }: KubeObject, { flags }: Invocation): KubeObject {
  const port = Number(flags.string('port'));
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: metadata?.labels ?? {} },
    status: { loadBalancer: {} },
  };
}

/** Shows what the Pod prints until it is over; then, with `--rm`, deletes it. @returns its exit code */
async function follow(pod: Stored<Pod>, invocation: Invocation): Promise<number> {
  const { client, signal, flags, out } = invocation;
  const { attachWhenRunning, isOver, waitForPod } = await laterCode.attachToPod();
  const attachment = { stdin: flags.bool('stdin'), tty: flags.bool('tty'), quiet: flags.bool('quiet') };
  try {
    await attachWhenRunning(pod, attachment, invocation);
    const policy = pod.spec?.restartPolicy;
    if (flags.bool('leave-stdin-open') || policy === 'Always') return 0;
    const holds = policy === 'Never' ? isOver : ({ status }: Stored<Pod>) => status?.phase === 'Succeeded';
    return endOf(await waitForPod(pod.metadata, holds, invocation));
  } finally {
    if (flags.bool('rm') && !signal.aborted) {
      const { namespace, name } = pod.metadata;
      await client.delete('pods', { namespace, name }, { propagationPolicy: 'Background', signal });
      if (!flags.bool('quiet')) out(deletedText(await findType('pods', invocation), pod.metadata, 'deleted'));
    }
  }
}

function endOf({ metadata, status }: Stored<Pod>): number {
  if (status?.phase !== 'Failed') return 0;
  const ended = status.containerStatuses?.[0]?.state?.terminated;
  const which = `pod ${metadata.namespace ?? ''}/${metadata.name}`;
  if (!ended || ended.exitCode === 0) throw usageError(`${which} failed with unknown exit code`);
  throw new KubectlError(`${which} terminated (${ended.reason ?? ''})\n${ended.message ?? ''}`, ended.exitCode);
}

function pairsOf(words: readonly string[], fault: (word: string) => string): [string, string][] {
  return words.map((word) => {
    const equals = word.indexOf('=');
    if (equals < 1) throw usageError(fault(word));
    return [word.slice(0, equals), word.slice(equals + 1)];
  });
}
