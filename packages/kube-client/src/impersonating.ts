import type { KubeTransport, TransportHeaders } from './transport.ts';

/** As whom requests count, when whoever sends them may say so. */
export interface Impersonation {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid?: string;
}

/** A transport whose requests count as somebody else's. */
export function impersonating(transport: KubeTransport, { user, groups, uid }: Impersonation): KubeTransport {
  return withHeaders(transport, {
    'impersonate-user': user,
    ...(groups.length > 0 && { 'impersonate-group': groups }),
    ...(uid !== undefined && uid !== '' && { 'impersonate-uid': uid }),
  });
}

/** A transport whose requests show a bearer token. */
export function showingToken(transport: KubeTransport, token: string): KubeTransport {
  return withHeaders(transport, { authorization: `Bearer ${token}` });
}

function withHeaders(transport: KubeTransport, headers: TransportHeaders): KubeTransport {
  return {
    fetch: (path, init = {}) => transport.fetch(path, { ...init, headers: { ...init.headers, ...headers } }),
    connect: (path, protocols, options) =>
      transport.connect(path, protocols, { ...options, headers: { ...options.headers, ...headers } }),
    close: () => transport.close(),
  };
}
