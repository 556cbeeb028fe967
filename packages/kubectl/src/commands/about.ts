import { toYaml } from '@podlab/apimachinery';
import { type Command, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';

/** What this kubectl does is done as kubectl 1.36 does it. */
const clientVersion = 'v1.36.0-podlab';

/** `kubectl version`. */
export const version: Command = {
  name: 'version',
  flags: [sharedFlags.output, { name: 'client', type: 'bool' }],
  run: async ({ client, signal, flags, args, out }) => {
    if (args.length > 0) throw usageError(`extra arguments: [${args.join(' ')}]`);
    const output = flags.string('output') ?? '';
    if (output !== '' && output !== 'yaml' && output !== 'json') throw usageError("--output must be 'yaml' or 'json'");
    const server = flags.bool('client') ? undefined : await client.version({ signal });
    const clientInfo = { major: '1', minor: '36', gitVersion: clientVersion };
    const versions = { clientVersion: clientInfo, ...(server ? { serverVersion: server } : {}) };
    if (output === 'yaml') out(`${toYaml(versions)}\n`);
    // With two blanks and in this order, as kubectl prints only here.
    else if (output === 'json') out(`${JSON.stringify(versions, undefined, 2)}\n`);
    else out(`Client Version: ${clientVersion}\n${server ? `Server Version: ${server.gitVersion}\n` : ''}`);
  },
};

/** `kubectl cluster-info`. */
export const clusterInfo: Command = {
  name: 'cluster-info',
  flags: [],
  run: async ({ client, signal, access, out }) => {
    const labelSelector = 'kubernetes.io/cluster-service=true';
    const end = () => out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
    const at = { namespace: 'kube-system' };
    const { items } = await client.list('services', at, { labelSelector, signal }).catch((error: unknown) => {
      end();
      throw error;
    });
    out(`Kubernetes control plane is running at ${access.server}\n`);
    for (const { metadata, spec } of items) {
      const name = metadata.labels?.['kubernetes.io/name'] ?? metadata.name;
      const [port] = spec?.ports ?? [];
      const target = port?.name ? `${metadata.name}:${port.name}` : metadata.name;
      out(`${name} is running at ${access.server}/api/v1/namespaces/kube-system/services/${target}/proxy\n`);
    }
    end();
  },
};
