import type { Stored } from '@podlab/apimachinery';
import type { Node } from 'kubernetes-types/core/v1';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { usageFault } from '../cli/kubectl-error.ts';

/** `kubectl cordon`. */
export const cordon: Command = {
  name: 'cordon',
  flags: [sharedFlags.selector, sharedFlags.dryRun],
  run: (invocation) => mark(true, invocation),
};

/** `kubectl uncordon`. */
export const uncordon: Command = {
  name: 'uncordon',
  flags: [sharedFlags.selector, sharedFlags.dryRun],
  run: (invocation) => mark(false, invocation),
};

/** The nodes that the arguments or `-l` name. @throws KubectlError when they name none */
export async function nodesOf({ client, signal, args, flags }: Invocation, usage: string): Promise<Stored<Node>[]> {
  const selector = flags.string('selector');
  if (selector !== undefined) return (await client.list('nodes', {}, { labelSelector: selector, signal })).items;
  if (args.length === 0) throw usageFault(`kubectl ${usage}`, `USAGE: ${usage} NODE [flags]`);
  const nodes: Stored<Node>[] = [];
  for (const arg of args) nodes.push(await client.get('nodes', { name: arg.replace(/^nodes?\//, '') }, { signal }));
  return nodes;
}

/** Makes a node unschedulable or schedulable again, and says so. */
export async function setUnschedulable(
  node: Stored<Node>,
  wanted: boolean,
  { client, signal, flags, out }: Invocation,
): Promise<void> {
  const { name } = node.metadata;
  const word = wanted ? 'cordoned' : 'uncordoned';
  const dryRun = dryRunOf(flags);
  if ((node.spec?.unschedulable ?? false) === wanted) {
    out(`node/${name} already ${word}\n`);
    return;
  }
  if (dryRun !== 'client') {
    const body = { spec: { unschedulable: wanted || null } };
    await client.patch('nodes', { name }, { type: 'strategic', body }, { dryRun: dryRun === 'server', signal });
  }
  out(`node/${name} ${word}${dryRunText(dryRun)}\n`);
}

async function mark(wanted: boolean, invocation: Invocation): Promise<void> {
  for (const node of await nodesOf(invocation, wanted ? 'cordon' : 'uncordon'))
    await setUnschedulable(node, wanted, invocation);
}
