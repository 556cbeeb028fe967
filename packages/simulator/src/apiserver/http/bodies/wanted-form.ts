import type { ApiRequest } from '../../exchange.ts';

/** How the text of an answer is written: as it is kept, as Go writes it, that indented, or YAML. */
export type WantedForm = 'kept' | 'ordered' | 'pretty' | 'yaml';

const truths = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const forms: Readonly<Record<string, WantedForm>> = { 'application/yaml': 'yaml', '*/*': 'ordered' };

/**
 * In what form a client gets its answer. What programs ask for that know how to read JSON is left as it is kept; people
 * and whoever takes anything (`curl`, `kubectl get --raw`) get what a real API server sends, to the order of fields.
 * @see k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go isPrettyPrint (v1.36)
 */
export function wantedForm({ path, headers }: Pick<ApiRequest, 'path' | 'headers'>): WantedForm {
  const accept = headers['accept'] ?? '';
  const first = accept.split(',').map((item) => item.split(';')[0]?.trim() ?? '');
  const known = first.find((type) => type === 'application/json' || type in forms);
  const form = forms[known ?? ''] ?? 'kept';
  if (form === 'yaml' || accept.includes('as=')) return form;
  if (isPretty(path, headers['user-agent'])) return 'pretty';
  return first.includes('*/*') ? 'ordered' : form;
}

function isPretty(path: string, userAgent = ''): boolean {
  const asked = path.includes('pretty') && new URL(path, 'http://server').searchParams.get('pretty');
  return asked ? truths.includes(asked) : /^(?:curl|Wget|Mozilla\/5\.0)/.test(userAgent);
}
