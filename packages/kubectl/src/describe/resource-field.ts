import { parseQuantity, quantityMillis, quantityUnits } from '@podlab/apimachinery';
import type { Container, ResourceFieldSelector } from 'kubernetes-types/core/v1';

/** The number that a `resourceFieldRef` gives to the container; `0` where the container sets none. */
export function resourceFieldText({ resource, divisor }: ResourceFieldSelector, container: Container): string {
  const [kind = '', name = ''] = resource.split('.');
  const resources = kind === 'limits' ? container.resources?.limits : container.resources?.requests;
  const quantity = parseQuantity(resources?.[name] ?? '0');
  const by = divisor === undefined || divisor === '0' ? undefined : parseQuantity(divisor);
  const amount =
    name === 'cpu'
      ? quantityMillis(quantity) / (by ? quantityMillis(by) : 1000)
      : quantityUnits(quantity) / (by ? quantityUnits(by) : 1);
  return String(Math.ceil(amount));
}
