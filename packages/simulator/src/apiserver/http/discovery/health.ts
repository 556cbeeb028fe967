import type { ApiResponse } from '../../exchange.ts';
import { apiGroups } from './discovery.ts';
import { indentedResponse, textResponse } from '../bodies/responses.ts';

/** What the API server does once it has begun; that it is done is a check of its health. */
const hooks = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'peer-endpoint-reconciler-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'storage-readiness',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'aggregator-reload-proxy-client-cert',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
  'apiservice-openapi-controller',
  'apiservice-openapiv3-controller',
];
const hookChecks = (from: number, to?: number) => hooks.slice(from, to).map((hook) => `poststarthook/${hook}`);
/** The check of the resources that the aggregator serves stands among those of the hooks. */
const afterAutoregistration = hooks.indexOf('kube-apiserver-autoregistration') + 1;
const common = [
  ...hookChecks(0, afterAutoregistration),
  'autoregister-completion',
  ...hookChecks(afterAutoregistration),
];
const live = ['ping', 'log', 'loopback-serving-certificate', 'etcd', ...common];
const checks: Readonly<Record<string, readonly string[]>> = {
  healthz: live,
  livez: live,
  readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', ...common, 'shutdown'],
};

/**
 * Answers whether the API server is well, which it always is: `/livez`, `/livez?verbose`, `/livez?exclude=CHECK`,
 * `/livez/CHECK`, and the same of `readyz` and `healthz`.
 * @returns undefined for other paths
 * @see k8s.io/apiserver/pkg/server/healthz/healthz.go (v1.36)
 */
export function answerHealth(pathname: string, query: URLSearchParams): ApiResponse | undefined {
  const [, name = '', ...rest] = pathname.split('/');
  const all = Object.hasOwn(checks, name) ? checks[name] : undefined;
  if (!all) return undefined;
  if (rest.length > 0) {
    return all.includes(rest.join('/')) ? textResponse(200, 'ok') : textResponse(404, '404 page not found\n');
  }
  if (!query.has('verbose')) return textResponse(200, 'ok');
  const excluded = new Set(query.getAll('exclude'));
  const lines = all.map((check) => `[+]${check} ${excluded.has(check) ? 'excluded: ok' : 'ok'}\n`);
  return textResponse(200, `${lines.join('')}${name} check passed\n`);
}

/** `/`: the paths that are served. @see k8s.io/apiserver/pkg/server/routes/index.go (v1.36) */
export function listPaths(): ApiResponse {
  const groups = apiGroups().flatMap(({ name, versions }) => [
    `/apis/${name}`,
    ...versions.map((version) => `/apis/${name}/${version}`),
  ]);
  // What the aggregator has begun late is checked, and not listed.
  const isListed = (check: string) => !check.startsWith('poststarthook/apiservice-');
  const health = Object.entries(checks).flatMap(([name, all]) => [
    `/${name}`,
    ...all.filter(isListed).map((check) => `/${name}/${check}`),
  ]);
  const others = ['/.well-known/openid-configuration', '/api', '/api/v1', '/apis', '/apis/'];
  const last = ['/openapi/v2', '/openapi/v3', '/openapi/v3/', '/openid/v1/jwks', '/version'];
  return indentedResponse({ paths: [...others, ...groups, ...health, ...last].sort() });
}
