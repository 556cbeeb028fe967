import type { KubeObject, Stored } from '@podlab/apimachinery';
import type { Container } from 'kubernetes-types/core/v1';
import { type Command, printFlags, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { collect } from '../resources/collect.ts';
import { podSelectorOf } from '../resources/pod-of.ts';
import { findType, nothingNamed } from '../resources/targets.ts';
import { writeNew } from './write-new.ts';

/** `kubectl expose`. */
export const expose: Command = {
  name: 'expose',
  flags: [
    sharedFlags.filename,
    sharedFlags.dryRun,
    ...printFlags,
    sharedFlags.fieldManager,
    { name: 'port', type: 'string' },
    { name: 'target-port', type: 'string' },
    { name: 'protocol', type: 'string' },
    { name: 'name', type: 'string' },
    { name: 'type', type: 'string' },
    { name: 'cluster-ip', type: 'string' },
    { name: 'selector', type: 'string' },
  ],
  run: async (invocation) => {
    const { flags } = invocation;
    if (invocation.args.length === 0 && !flags.has('filename')) throw usageError(nothingNamed);
    const { found, faults } = await collect(invocation);
    for (const fault of faults) invocation.complain(fault);
    for (const { object } of found) {
      const selector = selectorFor(object, flags.string('selector'));
      const protocol = flags.string('protocol') ?? 'TCP';
      const given = flags.string('port');
      if (given !== undefined && !/^\d+$/.test(given))
        throw usageError(`strconv.Atoi: parsing ${JSON.stringify(given)}: invalid syntax`);
      const ports = given === undefined ? portsOf(object) : [Number(given)];
      if (ports.length === 0) throw usageError("couldn't find port via --port flag or introspection");
      const targetPort = flags.string('target-port');
      const service: KubeObject = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name: flags.string('name') ?? object.metadata.name,
          ...(object.metadata.labels ? { labels: object.metadata.labels } : {}),
        },
        spec: {
          ports: ports.map((port, index) => ({
            ...(ports.length > 1 ? { name: `port-${index + 1}` } : {}),
            port,
            protocol,
            targetPort: targetPort === undefined ? port : /^\d+$/.test(targetPort) ? Number(targetPort) : targetPort,
          })),
          selector,
          ...(flags.has('type') ? { type: flags.string('type') } : {}),
          ...(flags.has('cluster-ip') ? { clusterIP: flags.string('cluster-ip') } : {}),
        },
        status: { loadBalancer: {} },
      };
      await writeNew(
        {
          resource: await findType('services', invocation),
          object: service,
          verb: 'exposed',
          fieldManager: 'kubectl-expose',
        },
        invocation,
      );
    }
    return faults.length > 0 ? 1 : 0;
  },
};

function selectorFor(object: Stored, given: string | undefined): Readonly<Record<string, string>> {
  if (given !== undefined)
    return Object.fromEntries(given.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']));
  if (object.kind === 'Pod') {
    if (!object.metadata.labels)
      throw usageError(
        "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
      );
    return object.metadata.labels;
  }
  const selector = podSelectorOf(object);
  if (!selector?.matchLabels || (selector.matchExpressions ?? []).length > 0) {
    throw usageError(`cannot expose a ${object.kind}`);
  }
  return selector.matchLabels;
}

function portsOf(object: Stored): number[] {
  type WithContainers = { containers?: Container[]; template?: { spec?: { containers?: Container[] } } };
  const spec = object['spec'] as WithContainers | undefined;
  const containers = spec?.template?.spec?.containers ?? spec?.containers ?? [];
  return containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
}
