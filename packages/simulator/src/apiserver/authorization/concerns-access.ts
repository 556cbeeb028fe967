import type { ApiRequest } from '../exchange.ts';

/** Roles, bindings, and questions about them; not what discovery asks of their groups. */
const accessPath = /^\/apis\/(rbac\.authorization|authorization|authentication)\.k8s\.io\/v1\/./;

/** What the control plane has of its own, where it is: in its namespaces, or in all. */
const ownPath =
  /^\/api\/v1\/(?:namespaces\/kube-(?:system|public)\/)?(?:componentstatuses|configmaps|secrets|serviceaccounts)\b/;
const leasePath = /^\/apis\/coordination\.k8s\.io\/v1\/(?:namespaces\/kube-system\/)?leases\b/;

/** Whether a request is for somebody else's eyes than the administrator's. */
export function isForOthers(request: ApiRequest): boolean {
  return request.caller !== undefined || isImpersonating(request);
}

/** Whether a request asks to count as somebody else's. */
export function isImpersonating({ headers }: ApiRequest): boolean {
  for (const name in headers) if (name.startsWith('impersonate-')) return true;
  return false;
}

/** Whether the rules of a ClusterRole may be others after a request. */
export function writesClusterRole({ method, path }: ApiRequest): boolean {
  return method !== 'GET' && path.startsWith('/apis/rbac.authorization.k8s.io/v1/clusterroles');
}

/** Whether a request shows a token, of which it is not known yet whose it is. */
export function hasCredentials({ headers }: ApiRequest): boolean {
  return headers['authorization'] !== undefined;
}

/** Whether a request may see the leases of the control plane, which are always new. */
export function concernsLeases({ path }: ApiRequest): boolean {
  return leasePath.test(path);
}

/** Whether a request may be the first that roles, who asks, or what the control plane has are of importance to. */
export function concernsAccess(request: ApiRequest): boolean {
  const { path } = request;
  if (accessPath.test(path) || ownPath.test(path) || leasePath.test(path)) return true;
  return isForOthers(request) || hasCredentials(request);
}
