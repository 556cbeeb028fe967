import type { Command, Invocation } from '../cli/command.ts';
import type { FlagSpec } from '../cli/flags.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

const tcp: FlagSpec = { name: 'tcp', type: 'list' };

/** `kubectl create service clusterip`. */
export const createClusterIp: Command = {
  name: 'create service clusterip',
  flags: [...newObjectFlags, tcp, { name: 'clusterip', type: 'string' }],
  run: (invocation) => createService(invocation, 'clusterip', 'ClusterIP'),
};

/** `kubectl create service nodeport`. */
export const createNodePort: Command = {
  name: 'create service nodeport',
  flags: [...newObjectFlags, tcp, { name: 'node-port', type: 'int' }],
  run: (invocation) => createService(invocation, 'nodeport', 'NodePort'),
};

/** `kubectl create service loadbalancer`. */
export const createLoadBalancer: Command = {
  name: 'create service loadbalancer',
  flags: [...newObjectFlags, tcp],
  run: (invocation) => createService(invocation, 'loadbalancer', 'LoadBalancer'),
};

/** `kubectl create service externalname`. */
export const createExternalName: Command = {
  name: 'create service externalname',
  flags: [...newObjectFlags, tcp, { name: 'external-name', type: 'string' }],
  run: (invocation) => {
    if (!invocation.flags.has('external-name')) throw usageError('required flag(s) "external-name" not set');
    return createService(invocation, 'externalname', 'ExternalName');
  },
};

async function createService(invocation: Invocation, command: string, type: string): Promise<void> {
  const { args, flags } = invocation;
  const name = oneName(args, `service ${command}`);
  const clusterIP = flags.declares('clusterip') ? flags.string('clusterip') : undefined;
  const externalName = flags.declares('external-name') ? flags.string('external-name') : undefined;
  const words = flags.list('tcp');
  if (words.length === 0 && clusterIP !== 'None' && type !== 'ExternalName')
    throw usageError('at least one tcp port specifier must be provided');
  const nodePort = flags.declares('node-port') ? flags.int('node-port') : undefined;
  const ports = words.map((word) => ({ ...portOf(word), ...(nodePort ? { nodePort } : {}) }));
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { app: name } },
    spec: {
      ...(clusterIP === undefined ? {} : { clusterIP }),
      ...(externalName === undefined ? {} : { externalName }),
      ...(ports.length > 0 ? { ports } : {}),
      selector: { app: name },
      type,
    },
    status: { loadBalancer: {} },
  };
  await writeNamed('services', object, invocation, `failed to create ${type} service`);
}

/** `80` or `80:8080`. */
function portOf(word: string): { name: string; port: number; protocol: string; targetPort: number | string } {
  const [port = '', target = port] = word.split(':');
  if (!/^-?\d+$/.test(port)) throw usageError(`strconv.ParseUint: parsing ${JSON.stringify(port)}: invalid syntax`);
  if (Number(port) < 1 || Number(port) > 65_535) throw usageError('must be between 1 and 65535, inclusive');
  return {
    name: word.replace(':', '-'),
    port: Number(port),
    protocol: 'TCP',
    targetPort: /^\d+$/.test(target) ? Number(target) : target,
  };
}
