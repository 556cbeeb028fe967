import { goEscaped, isMap } from '@podlab/apimachinery';
import { orderFields } from '../../schema/order-fields.ts';

/**
 * JSON as Go writes it: fields in its order, and signs that mean something in HTML escaped. Indented text does not end
 * its line.
 */
export function goJson(json: string, isPretty: boolean): string {
  const value: unknown = JSON.parse(json);
  const ordered = isMap(value) ? orderFields(value) : value;
  const escaped = goEscaped(JSON.stringify(ordered, undefined, isPretty ? 2 : undefined));
  return isPretty ? escaped : `${escaped}\n`;
}
