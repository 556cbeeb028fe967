import { addQuantities, compareQuantities, formatQuantity, parseQuantity, type Quantity } from '@podlab/apimachinery';
import type { Container, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { isSidecar } from '../pod-types.ts';

type ResourceList = Readonly<Record<string, string>>;

/**
 * `status.allocatedResources` and `status.resources` of a Pod: what its containers have together.
 * @param allocated what a container was given
 * @param actual what it has, as long as a resize is on its way
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses; fidelity.md 2.11 and recording `resize`
 */
export function podResourceStatus(
  spec: PodSpec,
  allocated: (container: Container) => ResourceRequirements,
  actual: (container: Container) => ResourceRequirements,
): { readonly allocatedResources?: Record<string, string>; readonly resources: ResourceRequirements } {
  const podLevel = (spec as { resources?: ResourceRequirements }).resources;
  if (
    !podLevel &&
    !spec.overhead &&
    !spec.initContainers &&
    spec.containers.every((container) => isBare(allocated(container))) &&
    spec.containers.every((container) => isBare(actual(container)))
  )
    return { resources: {} };
  const withOverhead = (list: ResourceList) =>
    spec.overhead ? textOf(add(quantitiesOf(list), quantitiesOf(spec.overhead))) : list;
  const given = withOverhead({
    ...together(spec, (container) => allocated(container).requests),
    ...podLevel?.requests,
  });
  // What a cgroup knows of: storage is not among it.
  const inCgroup = (list: ResourceList) =>
    Object.fromEntries(Object.entries(list).filter(([name]) => name === 'cpu' || name === 'memory'));
  const requests = inCgroup(
    withOverhead({ ...together(spec, (container) => actual(container).requests), ...podLevel?.requests }),
  );
  const own = inCgroup({ ...together(spec, (container) => actual(container).limits), ...podLevel?.limits });
  // What has no limit gets none from what its runtime needs.
  const limits = Object.fromEntries(Object.entries(withOverhead(own)).filter(([name]) => name in own));
  return {
    ...(!isEmpty(given) && { allocatedResources: { ...given } }),
    resources: { ...(!isEmpty(limits) && { limits }), ...(!isEmpty(requests) && { requests }) },
  };
}

/** Asks for nothing: most containers of labs do. */
function isBare({ requests, limits }: ResourceRequirements): boolean {
  return requests === undefined && limits === undefined;
}

/** Apps and sidecars run side by side; an init container runs beside the sidecars before it. */
function together(spec: PodSpec, of: (container: Container) => ResourceList | undefined): Record<string, string> {
  if (spec.initContainers === undefined && spec.containers.length === 1)
    return { ...of(spec.containers[0] as Container) };
  let running = sum(spec.containers.map(of));
  let sidecars = new Map<string, Quantity>();
  let starting = new Map<string, Quantity>();
  for (const container of spec.initContainers ?? []) {
    const beside = add(sidecars, sum([of(container)]));
    starting = larger(starting, beside);
    if (!isSidecar(container)) continue;
    sidecars = beside;
    running = add(running, sum([of(container)]));
  }
  return textOf(larger(running, starting));
}

function textOf(quantities: ReadonlyMap<string, Quantity>): Record<string, string> {
  return Object.fromEntries([...quantities].map(([name, quantity]) => [name, formatQuantity(quantity)]));
}

function quantitiesOf(list: ResourceList): Map<string, Quantity> {
  return new Map(Object.entries(list).map(([name, text]) => [name, parseQuantity(text)]));
}

function sum(lists: readonly (ResourceList | undefined)[]): Map<string, Quantity> {
  return lists.map((list) => quantitiesOf(list ?? {})).reduce(add, new Map<string, Quantity>());
}

function add(a: Map<string, Quantity>, b: Map<string, Quantity>): Map<string, Quantity> {
  return merge(a, b, addQuantities);
}

function larger(a: Map<string, Quantity>, b: Map<string, Quantity>): Map<string, Quantity> {
  return merge(a, b, (x, y) => (compareQuantities(x, y) >= 0 ? x : y));
}

function merge(
  a: Map<string, Quantity>,
  b: Map<string, Quantity>,
  both: (x: Quantity, y: Quantity) => Quantity,
): Map<string, Quantity> {
  const merged = new Map(a);
  for (const [name, quantity] of b) {
    const other = merged.get(name);
    merged.set(name, other ? both(other, quantity) : quantity);
  }
  return merged;
}

function isEmpty(list: object): boolean {
  return Object.keys(list).length === 0;
}
