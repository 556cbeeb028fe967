import type { Stored } from '@podlab/apimachinery';
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { addAmounts, type Amounts, largerAmounts, parseAmounts } from './amounts.ts';

/**
 * What a Pod asks for, or is limited to, in all: its containers and sidecars together, or the hungriest moment of its
 * start, and what the Pod as a whole says instead.
 * @see k8s.io/component-helpers/resource/helpers.go (v1.36)
 */
export function podAmounts({ spec }: Pick<Stored<Pod>, 'spec'> | Pod, field: 'limits' | 'requests'): Amounts {
  const of = (container: Container) => parseAmounts(container.resources?.[field]);
  let total: Amounts = {};
  for (const container of spec?.containers ?? []) total = addAmounts(total, of(container));
  let sidecars: Amounts = {};
  let start: Amounts = {};
  for (const container of spec?.initContainers ?? []) {
    const own = of(container);
    if ((container as { restartPolicy?: string }).restartPolicy === 'Always') {
      total = addAmounts(total, own);
      sidecars = addAmounts(sidecars, own);
      start = largerAmounts(start, sidecars);
    } else start = largerAmounts(start, addAmounts(sidecars, own));
  }
  const whole = (spec as { resources?: Container['resources'] } | undefined)?.resources?.[field];
  return { ...largerAmounts(total, start), ...parseAmounts(whole) };
}
