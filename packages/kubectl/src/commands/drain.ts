import { formatGoDuration, StatusError, type Stored } from '@podlab/apimachinery';
import type { Node } from 'kubernetes-types/core/v1';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { KubectlError } from '../cli/kubectl-error.ts';
import type { StoredPod } from '../resources/pod-of.ts';
import { nodesOf, setUnschedulable } from './cordon.ts';
import { planDrain } from './drain-filter.ts';
import { withDeadline } from './with-deadline.ts';

/** How long kubectl waits before it asks again for an eviction that a budget forbade. */
const retryEvictionMs = 5000;
/** How often it looks whether an evicted Pod is gone. */
const pollGoneMs = 1000;

/** `kubectl drain`. */
export const drain: Command = {
  name: 'drain',
  flags: [
    sharedFlags.selector,
    sharedFlags.dryRun,
    sharedFlags.timeout,
    { name: 'force', type: 'bool' },
    { name: 'ignore-daemonsets', type: 'bool' },
    { name: 'delete-emptydir-data', type: 'bool' },
    { name: 'disable-eviction', type: 'bool' },
    { name: 'grace-period', type: 'int' },
    { name: 'pod-selector', type: 'string' },
  ],
  run: async (invocation) => {
    const nodes = await nodesOf(invocation, 'drain');
    for (const node of nodes) await setUnschedulable(node, true, invocation);
    const pending = new Set(nodes.map(({ metadata }) => metadata.name));
    const faults: string[] = [];
    for (const node of nodes) {
      const found = await drainNode(node, invocation);
      if (found.length === 0) {
        pending.delete(node.metadata.name);
        invocation.out(`node/${node.metadata.name} drained${dryRunText(dryRunOf(invocation.flags))}\n`);
        continue;
      }
      const all = found.length === 1 ? found[0] : `[${found.join(', ')}]`;
      invocation.err(
        `error: unable to drain node ${JSON.stringify(node.metadata.name)} due to error: ${all}, continuing command...\n`,
      );
      faults.push(...found);
    }
    if (faults.length === 0) return;
    throw new KubectlError(
      `There are pending nodes to be drained:\n${[...pending].map((name) => ` ${name}`).join('\n')}\n${faults.join('\n')}`,
    );
  },
};

async function drainNode(node: Stored<Node>, invocation: Invocation): Promise<readonly string[]> {
  const { client, signal, flags, err, out } = invocation;
  const { items } = await client.list(
    'pods',
    {},
    { fieldSelector: `spec.nodeName=${node.metadata.name}`, labelSelector: flags.string('pod-selector'), signal },
  );
  const plan = planDrain(items, {
    force: flags.bool('force'),
    ignoreDaemonSets: flags.bool('ignore-daemonsets'),
    deleteEmptyDirData: flags.bool('delete-emptydir-data'),
  });
  if (plan.faults.length > 0) return plan.faults;
  if (plan.warnings.length > 0) err(`Warning: ${plan.warnings.join('; ')}\n`);
  if (flags.has('dry-run')) {
    for (const { metadata } of plan.pods) out(`evicting pod ${metadata.namespace ?? ''}/${metadata.name} (dry run)\n`);
    return [];
  }
  const timeoutMs = flags.durationMs('timeout') || undefined;
  const results = await Promise.all(plan.pods.map((pod) => evict(pod, timeoutMs, invocation)));
  return results.filter((fault) => fault !== undefined);
}

/** Asks until the Pod may be evicted, then waits until it is gone. @returns what went wrong */
async function evict(
  pod: StoredPod,
  timeoutMs: number | undefined,
  invocation: Invocation,
): Promise<string | undefined> {
  const { clock, out } = invocation;
  const { namespace = '', name } = pod.metadata;
  const timedOut = () =>
    new KubectlError(
      `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: global timeout reached: ${formatGoDuration(timeoutMs ?? 0)}`,
    );
  try {
    await withDeadline(
      timeoutMs,
      invocation,
      async (signal) => {
        for (;;) {
          out(`evicting pod ${namespace}/${name}\n`);
          if (await requestEviction(pod, { ...invocation, signal })) break;
          await clock.sleep(retryEvictionMs, { signal });
        }
        while (await isThere(pod, { ...invocation, signal })) await clock.sleep(pollGoneMs, { signal });
      },
      timedOut,
    );
    out(`pod/${name} evicted\n`);
    return undefined;
  } catch (error) {
    if (error instanceof KubectlError) return error.message;
    if (error instanceof StatusError)
      return `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: ${error.message}`;
    throw error;
  }
}

/** @returns false when a disruption budget forbids it for now */
async function requestEviction(pod: StoredPod, { client, signal, flags, err }: Invocation): Promise<boolean> {
  const { namespace = '', name } = pod.metadata;
  const grace = flags.int('grace-period');
  const gracePeriodSeconds = grace !== undefined && grace >= 0 ? grace : undefined;
  try {
    if (flags.bool('disable-eviction'))
      await client.delete('pods', { namespace, name }, { gracePeriodSeconds, signal });
    else await client.evict({ namespace, name }, { gracePeriodSeconds, signal });
    return true;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.reason === 'NotFound') return true;
    if (error.reason !== 'TooManyRequests') throw error;
    err(
      `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): ${error.message}\n`,
    );
    return false;
  }
}

async function isThere(pod: StoredPod, { client, signal }: Invocation): Promise<boolean> {
  const { namespace, name, uid } = pod.metadata;
  try {
    return (await client.get('pods', { namespace, name }, { signal })).metadata.uid === uid;
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'NotFound') return false;
    throw error;
  }
}
