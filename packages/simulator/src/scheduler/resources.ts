import { parseQuantity, quantityMillis, quantityUnits } from '@podlab/apimachinery';
import type { Container, PodSpec, PodStatus, ResourceRequirements } from 'kubernetes-types/core/v1';

/** Amounts by resource name: `cpu` in thousandths, everything else in its unit (bytes, pieces). */
export type Amounts = Readonly<Record<string, number>>;

/** What a container without a request counts as when nodes are compared, so that such Pods spread too. @see pkg/scheduler/util/pod_resources.go */
const assumed: Amounts = { cpu: 100, memory: 200 * 1024 * 1024 };

/** The amounts in a list of quantities. Those of a stored object never change, and are read once. */
export function amountsOf(quantities: Readonly<Record<string, unknown>> | undefined): Amounts {
  if (quantities === undefined) return nothing;
  const known = amountsRead.get(quantities);
  if (known) return known;
  const amounts = readAmounts(quantities);
  if (Object.isFrozen(quantities)) amountsRead.set(quantities, amounts);
  return amounts;
}

const nothing: Amounts = Object.freeze({});
const amountsRead = new WeakMap<object, Amounts>();

function readAmounts(quantities: Readonly<Record<string, unknown>>): Amounts {
  const amounts: Record<string, number> = {};
  for (const [name, quantity] of Object.entries(quantities)) {
    const parsed = parseQuantity(quantity as string | number);
    amounts[name] = name === 'cpu' ? quantityMillis(parsed) : quantityUnits(parsed);
  }
  return amounts;
}

export function addAmounts(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (x, y) => x + y);
}

export function subtractAmounts(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (x, y) => x - y);
}

/** What there may be to a Pod's needs besides what its spec asks for. */
export interface PodRequestsOptions {
  /** Count containers without cpu or memory requests as small ones (for scoring). */
  readonly assumeDefaults?: boolean;
  /** Count what the Pod has been given too, where it differs: it is being resized, or waits for it. */
  readonly status?: PodStatus;
}

/**
 * What a Pod needs of a node: the larger of what its app containers and sidecars need together, and what any init
 * container needs beside the sidecars started before it; plus the runtime's overhead.
 * @see k8s.io/component-helpers/resource/helpers.go PodRequests
 */
export function podRequests(spec: PodSpec | undefined, options: PodRequestsOptions = {}): Amounts {
  const { status } = options;
  const isInfeasible = status !== undefined && isResizeInfeasible(status);
  const given = givenByContainer(status);
  const ofContainer = (container: Container): Amounts => {
    const requests = effectiveRequests(container.resources, given.get(container.name), isInfeasible);
    return options.assumeDefaults ? { ...assumed, ...requests } : requests;
  };
  let running = (spec?.containers ?? []).map(ofContainer).reduce(addAmounts, {});
  let sidecars: Amounts = {};
  let starting: Amounts = {};
  for (const container of spec?.initContainers ?? []) {
    const needed = addAmounts(sidecars, ofContainer(container));
    starting = combine(starting, needed, Math.max);
    if (container.restartPolicy === 'Always') {
      sidecars = needed;
      running = addAmounts(running, ofContainer(container));
    }
  }
  const { resources } = (spec ?? {}) as { readonly resources?: ResourceRequirements };
  const wholePod = resources?.requests ? effectiveRequests(resources, status as Given | undefined, isInfeasible) : {};
  const own = combine(combine(running, starting, Math.max), wholePod, (_, whole) => whole);
  return addAmounts(own, amountsOf(spec?.overhead));
}

/** Whether a status says anything that `podRequests` would count beside the spec. */
export function tellsWhatWasGiven(status: PodStatus): boolean {
  if (isResizeInfeasible(status) || isGiven(status as Given)) return true;
  const { containerStatuses = [], initContainerStatuses = [] } = status;
  return (containerStatuses as Given[]).some(isGiven) || (initContainerStatuses as Given[]).some(isGiven);
}

function isGiven({ resources, allocatedResources }: Given): boolean {
  return (resources?.requests ?? allocatedResources) !== undefined;
}

/** The status of a container, or of a Pod, as far as it says what it has been given. */
interface Given {
  readonly resources?: ResourceRequirements;
  readonly allocatedResources?: Readonly<Record<string, unknown>>;
}

function givenByContainer(status: PodStatus | undefined): ReadonlyMap<string, Given> {
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return new Map(statuses.map((container) => [container.name, container as Given]));
}

function effectiveRequests(
  wanted: ResourceRequirements | undefined,
  given: Given | undefined,
  isInfeasible: boolean,
): Amounts {
  const asked = amountsOf(wanted?.requests);
  if (!given?.resources) return asked;
  const held = combine(amountsOf(given.resources.requests), amountsOf(given.allocatedResources), Math.max);
  return isInfeasible ? held : combine(asked, held, Math.max);
}

function isResizeInfeasible({ conditions }: PodStatus): boolean {
  return conditions?.find(({ type }) => type === 'PodResizePending')?.reason === 'Infeasible';
}

function combine(a: Amounts, b: Amounts, op: (x: number, y: number) => number): Amounts {
  const result: Record<string, number> = { ...a };
  for (const [name, amount] of Object.entries(b)) result[name] = op(result[name] ?? 0, amount);
  return result;
}
