import { matchesSelector, selectorOf, formatSelector, type Stored } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Invocation } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { parseOne } from './targets.ts';

/** A Pod as the API gives it. */
export type StoredPod = Stored<Pod>;

/**
 * The Pod that `pod`, `pod/x`, `deploy/x`, `svc/x`… stands for; of several, one that runs and is ready.
 * @param options.tellsChoice whether it is told which of several was taken
 * @throws KubectlError when there is none
 */
export async function podOf(
  arg: string,
  invocation: Invocation,
  { tellsChoice = false }: { readonly tellsChoice?: boolean } = {},
): Promise<StoredPod> {
  const { client, signal, namespace } = invocation;
  const { resource, names } = await parseOne(arg, 'pods', invocation);
  const [name = ''] = names;
  if (resource.resource === 'pods') return client.get('pods', { namespace, name }, { signal });
  const pods = await podsOf(resource, name, invocation);
  const [first] = pods.toSorted((a, b) => rank(b) - rank(a));
  if (!first) throw usageError(`timed out waiting for the condition`);
  if (tellsChoice && pods.length > 1) invocation.err(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
  return first;
}

/** The Pods that a workload or Service selects. */
export async function podsOf(resource: DiscoveredResource, name: string, invocation: Invocation): Promise<StoredPod[]> {
  const { client, signal, namespace } = invocation;
  const object: Stored = await client.get(resource, { namespace, name }, { signal });
  const selector = podSelectorOf(object);
  if (!selector) throw usageError(`cannot attach to *${resource.kind}: it selects no Pods`);
  const parsed = selectorOf(selector);
  const { items } = await client.list('pods', { namespace }, { labelSelector: formatSelector(parsed), signal });
  return items.filter(({ metadata }) => matchesSelector(parsed, metadata.labels));
}

/** The selector of a workload, or a Service's. */
export function podSelectorOf(object: Stored): LabelSelector | undefined {
  const selector = (object['spec'] as { selector?: Record<string, unknown> } | undefined)?.selector;
  if (selector === undefined) return undefined;
  const isPlain = object.kind === 'Service' || object.kind === 'ReplicationController';
  return isPlain ? { matchLabels: selector as Record<string, string> } : selector;
}

/**
 * The container that a command means when none is named: the annotated default, or the first.
 * @returns undefined when the Pod has no containers
 */
export function defaultContainer(pod: StoredPod, err: (text: string) => void): string | undefined {
  const annotated = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  if (annotated !== undefined) return annotated;
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const [first] = containers;
  if (containers.length + initContainers.length + ephemeralContainers.length > 1 && first) {
    const names = [
      ...containers.map(({ name }: Container) => name),
      ...initContainers.map(({ name }: Container) => `${name} (init)`),
      ...ephemeralContainers.map(({ name }) => `${name} (ephem)`),
    ];
    err(`Defaulted container ${JSON.stringify(first.name)} out of: ${names.join(', ')}\n`);
  }
  return first?.name;
}

/** Refuses a container that a Pod has not. */
export function checkContainer(pod: StoredPod, container: string): void {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const all = [...containers, ...initContainers, ...ephemeralContainers].map(({ name }) => name);
  if (all.includes(container)) return;
  const names = [
    ...containers.map(({ name }) => name),
    ...initContainers.map(({ name }) => `${name} (init)`),
    ...ephemeralContainers.map(({ name }) => `${name} (ephem)`),
  ];
  throw usageError(`container ${container} is not valid for pod ${pod.metadata.name} out of: ${names.join(', ')}`);
}

/** Of several, kubectl takes one that is assigned, runs, and is ready. */
function rank(pod: StoredPod): number {
  const ready = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  return (pod.spec?.nodeName ? 1 : 0) + (pod.status?.phase === 'Running' ? 2 : 0) + (ready ? 4 : 0);
}
