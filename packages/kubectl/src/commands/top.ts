import {
  addQuantities,
  parseQuantity,
  type Quantity,
  quantityMillis,
  quantityUnits,
  type Stored,
  zeroQuantity,
} from '@podlab/apimachinery';
import { withQuery } from '@podlab/kube-client';
import type { Node } from 'kubernetes-types/core/v1';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { usageError, usageFault } from '../cli/kubectl-error.ts';
import { alignTabs, tableRules } from '../print/tab-writer.ts';
import { selectorsOf } from '../resources/collect.ts';

const metricsApi = '/apis/metrics.k8s.io/v1beta1';
const mebibyte = 1024 * 1024;

interface Usage {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

interface Measured {
  readonly name: string;
  readonly usage: Usage;
}

interface PodMetrics {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly containers: readonly { readonly name: string; readonly usage: Readonly<Record<string, string>> }[];
}

interface NodeMetrics {
  readonly metadata: { readonly name: string };
  readonly usage: Readonly<Record<string, string>>;
}

/** `kubectl top pod`. */
export const topPod: Command = {
  name: 'top pod',
  aliases: ['top pods', 'top po'],
  flags: [
    sharedFlags.selector,
    sharedFlags.fieldSelector,
    sharedFlags.allNamespaces,
    sharedFlags.noHeaders,
    sharedFlags.sortBy,
    { name: 'containers', type: 'bool' },
    { name: 'sum', type: 'bool' },
    { name: 'use-protocol-buffers', type: 'bool' },
  ],
  run: async (invocation) => {
    const { args, flags, namespace, err } = invocation;
    if (args.length > 1) throw usageFault('kubectl top pod', 'pod [NAME | -l label]');
    checkArguments(invocation);
    const everywhere = flags.bool('all-namespaces');
    const place = everywhere ? '' : `/namespaces/${namespace}`;
    const pods = await metricsOf<PodMetrics>(`${metricsApi}${place}/pods`, invocation);
    if (pods.length === 0) {
      err(everywhere ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
      return;
    }
    invocation.out(alignTabs(podLines(pods, everywhere, invocation), tableRules));
  },
};

/** `kubectl top node`. */
export const topNode: Command = {
  name: 'top node',
  aliases: ['top nodes', 'top no'],
  flags: [
    sharedFlags.selector,
    sharedFlags.noHeaders,
    sharedFlags.sortBy,
    { name: 'show-capacity', type: 'bool' },
    { name: 'use-protocol-buffers', type: 'bool' },
  ],
  run: async (invocation) => {
    const { client, signal, args, flags, out } = invocation;
    if (args.length > 1) throw usageFault('kubectl top node', 'node [NAME | -l label]');
    checkArguments(invocation);
    const measured = await metricsOf<NodeMetrics>(`${metricsApi}/nodes`, invocation);
    const [name] = args;
    const nodes =
      name === undefined
        ? (await client.list('nodes', {}, { labelSelector: selectorsOf(invocation).labelSelector, signal })).items
        : [await client.get('nodes', { name }, { signal })];
    const lines = flags.bool('no-headers') ? [] : ['NAME\tCPU(cores)\tCPU(%)\tMEMORY(bytes)\tMEMORY(%)\t'];
    const rows = measured.map(({ metadata, usage }) => ({ name: metadata.name, usage: usageOf(usage) }));
    for (const { name: node, usage } of sorted(rows, flags.string('sort-by'))) {
      const amounts = amountsOf(
        nodes.find(({ metadata }) => metadata.name === node),
        flags.bool('show-capacity'),
      );
      lines.push(`${node}\t${nodeCells(usage, amounts)}`);
    }
    for (const { metadata } of nodes)
      if (!rows.some(({ name: node }) => node === metadata.name))
        lines.push(`${metadata.name}\t<unknown>\t<unknown>\t<unknown>\t<unknown>\t`);
    out(alignTabs(lines.map((line) => `${line}\n`).join(''), tableRules));
  },
};

function checkArguments({ args, flags }: Invocation): void {
  const sortBy = flags.string('sort-by');
  if (sortBy !== undefined && sortBy !== '' && sortBy !== 'cpu' && sortBy !== 'memory')
    throw usageError('--sort-by accepts only cpu or memory');
  const selects = flags.has('selector') || (flags.declares('field-selector') && flags.has('field-selector'));
  if (args.length > 0 && selects) throw usageError('only one of NAME or selector can be provided');
}

/** One by its name, or all that are selected. */
async function metricsOf<T>(path: string, invocation: Invocation): Promise<readonly T[]> {
  const { client, signal, args, flags } = invocation;
  const [name] = args;
  if (name !== undefined) return [(await client.raw({ path: `${path}/${name}`, signal })) as T];
  const query = {
    labelSelector: flags.string('selector'),
    fieldSelector: flags.declares('field-selector') ? flags.string('field-selector') : undefined,
  };
  return ((await client.raw({ path: withQuery(path, query), signal })) as { readonly items: readonly T[] }).items;
}

function podLines(pods: readonly PodMetrics[], everywhere: boolean, { flags }: Invocation): string {
  const byContainer = flags.bool('containers');
  const columns = [
    ...(everywhere ? ['NAMESPACE'] : []),
    ...(byContainer ? ['POD'] : []),
    'NAME',
    'CPU(cores)',
    'MEMORY(bytes)',
  ];
  const lines: string[][] = flags.bool('no-headers') ? [] : [columns];
  const sortBy = flags.string('sort-by');
  const rows = pods.map(({ metadata, containers }) => ({
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    containers: containers.map(({ name, usage }) => ({ name, usage: usageOf(usage) })),
    usage: sumOf(containers.map(({ usage }) => usageOf(usage))),
  }));
  const inOrder = everywhere ? rows.toSorted((a, b) => compareText(a.namespace, b.namespace)) : rows;
  for (const { name, namespace, containers, usage } of sorted(inOrder, sortBy, everywhere)) {
    const start = everywhere ? [namespace] : [];
    if (byContainer)
      for (const one of sorted(containers, sortBy)) lines.push([...start, name, one.name, ...cells(one.usage)]);
    else lines.push([...start, name, ...cells(usage)]);
  }
  if (flags.bool('sum')) {
    lines.push([...columns.slice(2).map(() => ''), '________', '________']);
    lines.push([...columns.slice(2).map(() => ''), ...cells(sumOf(rows.map(({ usage }) => usage)))]);
  }
  return lines.map((line) => `${line.join('\t')}\t\n`).join('');
}

/** Largest first by cpu or memory; else by name. */
function sorted<T extends Measured & { readonly namespace?: string }>(
  rows: readonly T[],
  sortBy: string | undefined,
  byNamespace = false,
): T[] {
  if (sortBy === 'cpu') return rows.toSorted((a, b) => quantityMillis(b.usage.cpu) - quantityMillis(a.usage.cpu));
  if (sortBy === 'memory')
    return rows.toSorted((a, b) => quantityUnits(b.usage.memory) - quantityUnits(a.usage.memory));
  return rows.toSorted(
    (a, b) => (byNamespace ? compareText(a.namespace ?? '', b.namespace ?? '') : 0) || compareText(a.name, b.name),
  );
}

function usageOf({ cpu = '0', memory = '0' }: Readonly<Record<string, string>>): Usage {
  return { cpu: parseQuantity(cpu), memory: parseQuantity(memory) };
}

function sumOf(usages: readonly Usage[]): Usage {
  return usages.reduce(
    (sum, { cpu, memory }) => ({ cpu: addQuantities(sum.cpu, cpu), memory: addQuantities(sum.memory, memory) }),
    { cpu: zeroQuantity, memory: zeroQuantity },
  );
}

function cells({ cpu, memory }: Usage): [cpu: string, memory: string] {
  return [`${quantityMillis(cpu)}m`, `${Math.trunc(quantityUnits(memory) / mebibyte)}Mi`];
}

function amountsOf(node: Stored<Node> | undefined, capacity: boolean): Usage | undefined {
  const amounts = capacity ? node?.status?.capacity : node?.status?.allocatable;
  return amounts && usageOf(amounts);
}

function nodeCells(usage: Usage, amounts: Usage | undefined): string {
  const [cpu, memory] = cells(usage);
  const percent = (part: Quantity, whole: Quantity) =>
    `${quantityMillis(whole) === 0 ? 0 : Math.trunc((quantityMillis(part) / quantityMillis(whole)) * 100)}%`;
  if (!amounts) return `${cpu}\t${memory}\t`;
  return `${cpu}\t${percent(usage.cpu, amounts.cpu)}\t${memory}\t${percent(usage.memory, amounts.memory)}\t`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
