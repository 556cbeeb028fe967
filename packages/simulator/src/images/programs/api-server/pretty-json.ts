import { isMap } from '@podlab/apimachinery';
import { findHeader, type HttpRequest } from '@podlab/shell';
import { orderFields } from '../../../apiserver/schema/order-fields.ts';

/**
 * Whether a client is shown indented JSON: people's programs are, unless they ask for something else.
 * @see k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go isPrettyPrint (v1.36)
 */
export function wantsPretty({ target, headers }: Pick<HttpRequest, 'target' | 'headers'>): boolean {
  const asked = new URL(target, 'http://server').searchParams.get('pretty');
  if (asked) return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(asked);
  return /^(?:curl|Wget|Mozilla\/5\.0)/.test(findHeader(headers, 'user-agent') ?? '');
}

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
