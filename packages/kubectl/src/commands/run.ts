import { usageError } from '../cli/kubectl-error.ts';
import { type Command, sharedFlags } from '../cli/command.ts';
import { findType } from '../resources/targets.ts';
import { writeNew } from './write-new.ts';

/** `kubectl run`. */
export const run: Command = {
  name: 'run',
  flags: [
    sharedFlags.dryRun,
    sharedFlags.output,
    { name: 'image', type: 'string' },
    { name: 'labels', short: 'l', type: 'list' },
    { name: 'env', type: 'list', repeatOnly: true },
    { name: 'port', type: 'int' },
    { name: 'command', type: 'bool' },
    { name: 'restart', type: 'string' },
    { name: 'image-pull-policy', type: 'string' },
    { name: 'annotations', type: 'list' },
    { name: 'stdin', short: 'i', type: 'bool' },
    { name: 'tty', short: 't', type: 'bool' },
    { name: 'rm', type: 'bool' },
    { name: 'attach', type: 'bool' },
  ],
  run: async (invocation) => {
    const { args, flags } = invocation;
    const [name, ...words] = args;
    if (name === undefined) throw usageError('NAME is required for run');
    const image = flags.string('image');
    if (image === undefined) throw usageError('required flag(s) "image" not set');
    if (flags.bool('stdin') || flags.bool('tty') || flags.bool('rm') || flags.bool('attach')) {
      throw usageError(
        'this kubectl does not attach to what it runs: leave out -i, -t, --rm and --attach, and use exec or logs',
      );
    }
    const restartPolicy = flags.string('restart') ?? 'Always';
    if (!['Always', 'Never', 'OnFailure'].includes(restartPolicy))
      throw usageError(`invalid restart policy: ${restartPolicy}`);
    const port = flags.int('port');
    const env = pairsOf(flags.list('env'), 'env').map(([key, value]) => ({ name: key, value }));
    const container = {
      ...(words.length > 0 ? { [flags.bool('command') ? 'command' : 'args']: words } : {}),
      ...(env.length > 0 ? { env } : {}),
      image,
      ...(flags.has('image-pull-policy') ? { imagePullPolicy: flags.string('image-pull-policy') } : {}),
      name,
      ...(port === undefined ? {} : { ports: [{ containerPort: port }] }),
      resources: {},
    };
    const labels = flags.has('labels') ? Object.fromEntries(pairsOf(flags.list('labels'), 'label')) : { run: name };
    const annotations = Object.fromEntries(pairsOf(flags.list('annotations'), 'annotation'));
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels, ...(flags.has('annotations') ? { annotations } : {}) },
      spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy },
      status: {},
    };
    await writeNew(
      { resource: await findType('pods', invocation), object, verb: 'created', fieldManager: 'kubectl-run' },
      invocation,
    );
  },
};

function pairsOf(words: readonly string[], what: string): [string, string][] {
  return words.map((word) => {
    const equals = word.indexOf('=');
    if (equals < 1) throw usageError(`invalid ${what}: ${word}`);
    return [word.slice(0, equals), word.slice(equals + 1)];
  });
}
