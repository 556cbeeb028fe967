import { parseQuantity, quantityMillis, quantityUnits } from '@podlab/apimachinery';
import type { Container, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';

/** Amounts by resource name: `cpu` in thousandths, everything else in its unit (bytes, pieces). */
export type Amounts = Readonly<Record<string, number>>;

/** What a container without a request counts as when nodes are compared, so that such Pods spread too. @see pkg/scheduler/util/pod_resources.go */
const assumed: Amounts = { cpu: 100, memory: 200 * 1024 * 1024 };

/** The amounts in a list of quantities. */
export function amountsOf(quantities: Readonly<Record<string, unknown>> | undefined): Amounts {
  const amounts: Record<string, number> = {};
  for (const [name, quantity] of Object.entries(quantities ?? {})) {
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

/**
 * What a Pod needs of a node: the larger of what its app containers and sidecars need together, and what any init
 * container needs beside the sidecars started before it; plus the runtime's overhead.
 * @param options.assumeDefaults count containers without cpu or memory requests as small ones (for scoring)
 * @see k8s.io/component-helpers/resource/helpers.go PodRequests
 */
export function podRequests(spec: PodSpec | undefined, options: { readonly assumeDefaults?: boolean } = {}): Amounts {
  const ofContainer = ({ resources }: Container): Amounts => {
    const requests = amountsOf(resources?.requests);
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
  const wholePod = amountsOf((spec as { resources?: ResourceRequirements } | undefined)?.resources?.requests);
  return addAmounts({ ...combine(running, starting, Math.max), ...wholePod }, amountsOf(spec?.overhead));
}

function combine(a: Amounts, b: Amounts, op: (x: number, y: number) => number): Amounts {
  const result: Record<string, number> = { ...a };
  for (const [name, amount] of Object.entries(b)) result[name] = op(result[name] ?? 0, amount);
  return result;
}
