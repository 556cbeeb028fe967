import type { HttpRequest } from '@podlab/shell';
import type { ApiEndpoint } from '../../../apiserver/api-endpoint.ts';
import type { ApiResponse } from '../../../apiserver/exchange.ts';

/**
 * Which flow a request was counted in, as API Priority and Fairness tells it.
 * @see k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go (v1.36)
 */
export function flowHeaders(
  { status }: ApiResponse,
  { target, headers }: HttpRequest,
  endpoint: Pick<ApiEndpoint, 'uidOf'>,
): Record<string, string> {
  // Whoever is unknown is turned away before.
  if (status === 401) return {};
  const isKnown = headers.some(([name]) => name.toLowerCase() === 'authorization');
  const isProbe = /^\/(?:healthz|livez|readyz)(?:$|[/?])/.test(target);
  const [schema, level] = isProbe
    ? ['probes', 'exempt']
    : isKnown
      ? ['service-accounts', 'workload-low']
      : ['global-default', 'global-default'];
  return {
    'x-kubernetes-pf-flowschema-uid': endpoint.uidOf(`flow schema ${schema}`),
    'x-kubernetes-pf-prioritylevel-uid': endpoint.uidOf(`priority level ${level}`),
  };
}
