import { matchesSelector, selectorOf, formatSelector, type Stored } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Invocation } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { bestFirst, type PodUse } from './order-of-pods.ts';
import { parseOne } from './targets.ts';

/** A Pod as the API gives it. */
export type StoredPod = Stored<Pod>;

/** How the Pods of an object are looked for. */
export interface PodsOfOptions {
  /** What they are wanted for; default: `session`. */
  readonly use?: PodUse;
}

/**
 * The Pod that `pod`, `pod/x`, `deploy/x`, `svc/x`… stands for; of several, one that runs and is ready.
 * @throws KubectlError when there is none
 */
export async function podOf(arg: string, invocation: Invocation, options: PodsOfOptions = {}): Promise<StoredPod> {
  const [first] = await podsMeant(arg, invocation, options);
  if (!first) throw usageError(`timed out waiting for the condition`);
  return first;
}

/** All Pods that the word stands for, the one that `podOf` takes first. */
export async function podsMeant(arg: string, invocation: Invocation, options: PodsOfOptions): Promise<StoredPod[]> {
  const { client, signal, namespace } = invocation;
  const { resource, names } = await parseOne(arg, 'pods', invocation);
  const [name = ''] = names;
  if (resource.resource === 'pods') return [await client.get('pods', { namespace, name }, { signal })];
  const pods = await podsOf(resource, name, invocation, options);
  return bestFirst(pods, options.use ?? 'session');
}

/** The Pods that a workload or Service selects. @throws KubectlError for an object that selects none */
export async function podsOf(
  resource: DiscoveredResource,
  name: string,
  invocation: Invocation,
  { use = 'session' }: PodsOfOptions = {},
): Promise<StoredPod[]> {
  const { client, signal, namespace } = invocation;
  const object: Stored = await client.get(resource, { namespace, name }, { signal });
  const selector = podSelectorOf(object);
  const purpose = use === 'logs' ? 'get the logs from' : 'attach to';
  const type = `*${resource.version}.${resource.kind}`;
  if (!selector) {
    const fault =
      resource.kind === 'Service'
        ? `invalid service '${name}': Service is defined without a selector`
        : `selector for ${type} not implemented`;
    throw usageError(`cannot ${purpose} ${type}: ${fault}`);
  }
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
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  if (annotated !== undefined && annotated !== '') {
    const isThere = [...containers, ...initContainers, ...ephemeralContainers].some(({ name }) => name === annotated);
    if (isThere) return annotated;
    err(`Default container name ${JSON.stringify(annotated)} not found in pod ${pod.metadata.name}\n`);
  }
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
