import { type Command } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

/** `kubectl create deployment`. */
export const createDeployment: Command = {
  name: 'create deployment',
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
    const name = oneName(args.slice(0, dash), 'deployment');
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
      'failed to create deployment',
    );
  },
};

/** The image's last path segment, without tag or digest. */
function containerName(image: string): string {
  return (image.split('/').at(-1) ?? image).replace(/[@:].*$/, '');
}
