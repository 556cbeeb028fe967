import type { Stored } from '@podlab/apimachinery';
import type { CronJob } from 'kubernetes-types/batch/v1';
import type { Command, Invocation } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { parseTargets } from '../resources/targets.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

/** `kubectl create job`. */
export const createJob: Command = {
  name: 'create job',
  flags: [...newObjectFlags, { name: 'image', type: 'string' }, { name: 'from', type: 'string' }],
  run: async (invocation) => {
    const { args, dash, flags } = invocation;
    const name = oneName(args.slice(0, dash), 'job');
    const command = dash === undefined ? [] : args.slice(dash);
    const [image = '', from = ''] = [flags.string('image'), flags.string('from')];
    if ((image === '') === (from === '')) throw usageError('either --image or --from must be specified');
    if (command.length > 0 && from !== '') throw usageError('cannot specify --from and command');
    const metadata = { name };
    const object =
      from === ''
        ? {
            apiVersion: 'batch/v1',
            kind: 'Job',
            metadata,
            spec: { template: { metadata: {}, spec: podSpec(name, image, command) } },
            status: {},
          }
        : await jobOf(from, name, invocation);
    await writeNamed('jobs', object, invocation, 'failed to create job');
  },
};

/** `kubectl create cronjob`. */
export const createCronJob: Command = {
  name: 'create cronjob',
  flags: [
    ...newObjectFlags,
    { name: 'image', type: 'string' },
    { name: 'schedule', type: 'string' },
    { name: 'restart', type: 'string' },
  ],
  run: async (invocation) => {
    const { args, dash, flags } = invocation;
    const missing = ['image', 'schedule'].filter((flag) => !flags.has(flag));
    if (missing.length > 0)
      throw usageError(`required flag(s) ${missing.map((flag) => JSON.stringify(flag)).join(', ')} not set`);
    const name = oneName(args.slice(0, dash), 'cronjob');
    const command = dash === undefined ? [] : args.slice(dash);
    const template = {
      metadata: {},
      spec: {
        ...podSpec(name, flags.string('image') ?? '', command),
        restartPolicy: flags.string('restart') ?? 'OnFailure',
      },
    };
    const object = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      spec: { jobTemplate: { metadata: { name }, spec: { template } }, schedule: flags.string('schedule') ?? '' },
      status: {},
    };
    await writeNamed('cronjobs', object, invocation, 'failed to create cronjob');
  },
};

function podSpec(name: string, image: string, command: readonly string[]) {
  const container = { ...(command.length > 0 ? { command: [...command] } : {}), image, name, resources: {} };
  return { containers: [container], restartPolicy: 'Never' };
}

/** The Job that a CronJob would make now. */
async function jobOf(from: string, name: string, invocation: Invocation) {
  const { client, signal, namespace } = invocation;
  const [target] = await parseTargets([from], invocation);
  const cronJobName = target?.names[0];
  if (!target || cronJobName === undefined)
    throw usageError(`the server doesn't have a resource type ${JSON.stringify(from)}`);
  if (target.resource.kind !== 'CronJob')
    throw usageError(`unknown object type *${target.resource.version}.${target.resource.kind}`);
  const cronJob = (await client.get(target.resource, { namespace, name: cronJobName }, { signal })) as Stored<CronJob>;
  const { metadata, spec } = cronJob.spec?.jobTemplate ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      annotations: { ...metadata?.annotations, 'cronjob.kubernetes.io/instantiate': 'manual' },
      ...(metadata?.labels ? { labels: metadata.labels } : {}),
      ownerReferences: [
        { apiVersion: 'batch/v1', controller: true, kind: 'CronJob', name: cronJobName, uid: cronJob.metadata.uid },
      ],
    },
    spec: { ...spec },
    status: {},
  };
}
