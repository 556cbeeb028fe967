import { type KubeObject, StatusError } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { errorText } from '../cli/error-text.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { findType } from '../resources/targets.ts';
import { writeNew } from './write-new.ts';

const newObjectFlags = [
  sharedFlags.dryRun,
  sharedFlags.output,
  { name: 'validate', type: 'string', bare: 'strict' },
] as const;
const fieldManager = 'kubectl-create';

/** `kubectl create -f`. */
export const create: Command = {
  name: 'create',
  flags: [sharedFlags.filename, sharedFlags.recursive, ...newObjectFlags],
  run: async (invocation) => {
    const { args, flags, complain } = invocation;
    if (!flags.has('filename')) {
      throw usageError(
        args[0] === undefined
          ? 'must specify one of -f and -k'
          : `this kubectl creates deployment, configmap, namespace, or what a file holds (-f); for ${args[0]} write a manifest, or install kubectl`,
      );
    }
    let code = 0;
    for (const { object, resource, source } of await readManifests(invocation)) {
      try {
        await writeNew({ resource, object, verb: 'created', fieldManager }, invocation);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        complain(errorText(error, `error when creating ${JSON.stringify(source)}`));
        code = 1;
      }
    }
    return code;
  },
};

/** `kubectl create deployment`. */
export const createDeployment: Command = {
  name: 'create deployment',
  aliases: ['create deploy', 'create dep'],
  flags: [
    ...newObjectFlags,
    { name: 'image', type: 'list' },
    { name: 'replicas', short: 'r', type: 'int' },
    { name: 'port', type: 'int' },
  ],
  run: async (invocation) => {
    const { args, dash, flags } = invocation;
    const images = flags.list('image');
    if (images.length === 0) throw usageError('required flag(s) "image" not set');
    const name = exactlyOneName(args.slice(0, dash), invocation);
    const command = dash === undefined ? [] : args.slice(dash);
    if (images.length > 1 && command.length > 0)
      throw usageError('cannot specify multiple --image options and command');
    const labels = { app: name };
    const port = flags.int('port');
    const containers = images.map((image, index) => ({
      image,
      name: containerName(image),
      resources: {},
      ...(command.length > 0 ? { command } : {}),
      ...(port !== undefined && index === 0 ? { ports: [{ containerPort: port }] } : {}),
    }));
    await writeNamed(
      'deployments',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, labels },
        spec: {
          replicas: flags.int('replicas') ?? 1,
          selector: { matchLabels: labels },
          strategy: {},
          template: { metadata: { labels }, spec: { containers } },
        },
        status: {},
      },
      invocation,
    );
  },
};

/** `kubectl create configmap`. */
export const createConfigMap: Command = {
  name: 'create configmap',
  aliases: ['create cm'],
  flags: [
    ...newObjectFlags,
    { name: 'from-literal', type: 'list', repeatOnly: true },
    { name: 'from-file', type: 'list' },
  ],
  run: async (invocation) => {
    const { args, flags, files } = invocation;
    const name = exactlyOneName(args, invocation);
    const data: Record<string, string> = {};
    for (const literal of flags.list('from-literal')) {
      const equals = literal.indexOf('=');
      if (equals < 1) throw usageError(`invalid literal source ${literal}, expected key=value`);
      addKey(data, literal.slice(0, equals), literal.slice(equals + 1));
    }
    for (const source of flags.list('from-file')) {
      const equals = source.indexOf('=');
      const path = source.slice(equals + 1);
      const text = await files.read?.(path);
      if (text === undefined) throw usageError(`error reading ${path}: no such file or directory`);
      addKey(data, equals < 0 ? (path.split('/').at(-1) ?? path) : source.slice(0, equals), text);
    }
    await writeNamed(
      'configmaps',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...(Object.keys(data).length > 0 ? { data } : {}) },
      invocation,
    );
  },
};

/** `kubectl create namespace`. */
export const createNamespace: Command = {
  name: 'create namespace',
  aliases: ['create ns'],
  flags: newObjectFlags,
  run: async (invocation) => {
    const name = exactlyOneName(invocation.args, invocation);
    await writeNamed(
      'namespaces',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: {} },
      invocation,
    );
  },
};

async function writeNamed(type: string, object: KubeObject, invocation: Invocation): Promise<void> {
  const resource = await findType(type, invocation);
  try {
    await writeNew({ resource, object, verb: 'created', fieldManager }, invocation);
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason === 'Invalid' || type === 'namespaces') throw error;
    throw new KubectlError(`error: failed to create ${resource.singular}: ${error.message}`, 1, { cause: error });
  }
}

function exactlyOneName(args: readonly string[], _invocation: Invocation): string {
  const [name] = args;
  if (name === undefined || args.length > 1) throw usageError(`exactly one NAME is required, got ${args.length}`);
  return name;
}

function addKey(data: Record<string, string>, key: string, value: string): void {
  if (Object.hasOwn(data, key)) {
    throw usageError(
      `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap`,
    );
  }
  data[key] = value;
}

/** The image's last path segment, without tag or digest. */
function containerName(image: string): string {
  return (image.split('/').at(-1) ?? image).replace(/[@:].*$/, '');
}
