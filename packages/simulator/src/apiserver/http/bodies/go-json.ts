import { isMap } from '@podlab/apimachinery';
import { orderFields } from '../../schema/order-fields.ts';

/**
 * JSON as Go writes it: fields in its order, and signs that mean something in HTML escaped. Indented text does not end
 * its line.
 */
export function goJson(json: string, isPretty: boolean): string {
  const value: unknown = JSON.parse(json);
  const ordered = isMap(value) ? orderFields(value) : value;
  const text = JSON.stringify(ordered, undefined, isPretty ? 2 : undefined);
  const escaped = text.replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return isPretty ? escaped : `${escaped}\n`;
}
