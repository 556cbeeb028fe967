import type { Random } from '@podlab/apimachinery';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';

/** One place that a Service's port leads to. */
export interface ServiceEndpoint {
  readonly ip: string;
  readonly port: number;
  readonly nodeName: string | undefined;
}

/**
 * The endpoints that kube-proxy sends connections to: the ready ones; when there are none, those that still serve while
 * they terminate.
 * @param portName of the Service's port; `''` when it has none
 * @param onNode only those of this node count; default: all
 * @see kubernetes v1.36 pkg/proxy/topology.go CategorizeEndpoints
 */
export function usableEndpoints(
  slices: readonly Pick<EndpointSlice, 'endpoints' | 'ports'>[],
  portName: string,
  onNode?: string,
): readonly ServiceEndpoint[] {
  const ready: ServiceEndpoint[] = [];
  const terminating: ServiceEndpoint[] = [];
  for (const { endpoints, ports } of slices) {
    const port = (ports ?? []).find(({ name }) => (name ?? '') === portName)?.port;
    if (port === undefined) continue;
    for (const { addresses, conditions, nodeName } of endpoints ?? []) {
      if (onNode !== undefined && nodeName !== onNode) continue;
      const endpoint = { ip: addresses[0] ?? '', port, nodeName };
      if (conditions?.ready !== false) ready.push(endpoint);
      else if (conditions.serving && conditions.terminating) terminating.push(endpoint);
    }
  }
  const usable = ready.length > 0 ? ready : terminating;
  return usable.toSorted((a, b) => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : a.port - b.port));
}

/**
 * Picks one of them by chance, or the one that the client was sent to before.
 * @param remembered the endpoint's IP by session affinity
 */
export function chooseEndpoint(
  usable: readonly ServiceEndpoint[],
  remembered: string | undefined,
  random: Pick<Random, 'below'>,
): ServiceEndpoint | undefined {
  const same = usable.find(({ ip }) => ip === remembered);
  if (same !== undefined || usable.length === 0) return same;
  return usable[usable.length === 1 ? 0 : random.below(usable.length)];
}
