import type { ApiConnection } from '../apiserver/exchange.ts';
import type { Pacer } from '../time/ports.ts';
import type { EmbeddedCluster } from './ports.ts';

/**
 * The cluster's edge for clients of other processes: every call into it, messages on open connections included, is made
 * at the pacer's now, and what it sets off is waited for no longer than it takes.
 */
export function pacedCluster(
  cluster: Pick<EmbeddedCluster, 'handle' | 'open'>,
  pacer: Pick<Pacer, 'call'>,
): Pick<EmbeddedCluster, 'handle' | 'open'> {
  return {
    handle: (request) => pacer.call(() => cluster.handle(request)),
    open: (request, protocols) => {
      const answer = pacer.call(() => cluster.open(request, protocols));
      return 'status' in answer ? answer : pacedConnection(answer, pacer);
    },
  };
}

function pacedConnection(connection: ApiConnection, pacer: Pick<Pacer, 'call'>): ApiConnection {
  return {
    protocol: connection.protocol,
    receive: (message) => pacer.call(() => connection.receive(message)),
    clientClosed: () => pacer.call(() => connection.clientClosed()),
    subscribe: (sink) => connection.subscribe(sink),
  };
}
