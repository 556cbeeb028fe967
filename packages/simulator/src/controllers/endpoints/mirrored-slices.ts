import type { EndpointAddress, Endpoints } from 'kubernetes-types/core/v1';
import type { Endpoint, EndpointPort, EndpointSlice } from 'kubernetes-types/discovery/v1';
import { inSliceOrder } from './port-order.ts';
import { repackSubsets } from './repack-subsets.ts';

/** What a slice that mirrors Endpoints is to hold. */
export type MirroredSlice = Required<Pick<EndpointSlice, 'addressType' | 'endpoints' | 'ports'>>;

const skipLabel = 'endpointslice.kubernetes.io/skip-mirror';
const leaderAnnotation = 'control-plane.alpha.kubernetes.io/leader';
const notCopied = [
  'endpoints.kubernetes.io/last-change-trigger-time',
  'kubectl.kubernetes.io/last-applied-configuration',
];
const maxEndpointsPerSubset = 1000;

/** Whether Endpoints that somebody else keeps are to be seen as slices. @see endpointslicemirroring shouldMirror */
export function isMirrored({ metadata }: Pick<Endpoints, 'metadata'>): boolean {
  return metadata?.labels?.[skipLabel] !== 'true' && metadata?.annotations?.[leaderAnnotation] === undefined;
}

/**
 * The slices that say what Endpoints say: one for each list of ports and family of addresses.
 * @see pkg/controller/endpointslicemirroring/reconciler.go `reconcile` (v1.36)
 */
export function mirroredSlices({ subsets = [] }: Pick<Endpoints, 'subsets'>): readonly MirroredSlice[] {
  const slices = new Map<string, MirroredSlice>();
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of repackSubsets(subsets)) {
    const all = [
      ...addresses.map((address) => ({ address, ready: true })),
      ...notReadyAddresses.map((address) => ({ address, ready: false })),
    ];
    for (const { address, ready } of all.slice(0, maxEndpointsPerSubset)) {
      const addressType = address.ip.includes(':') ? 'IPv6' : 'IPv4';
      const key = JSON.stringify([addressType, ports]);
      const slice = slices.get(key) ?? { addressType, endpoints: [], ports: [...inSliceOrder(ports.map(toSlicePort))] };
      slices.set(key, slice);
      slice.endpoints.push(toEndpoint(address, ready));
    }
  }
  return [...slices.values()];
}

/** Annotations of Endpoints that their slices have too. */
export function copiedAnnotations({ metadata }: Pick<Endpoints, 'metadata'>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata?.annotations ?? {}).filter(([key]) => !notCopied.includes(key)));
}

function toSlicePort({ name = '', port, protocol = 'TCP', appProtocol }: EndpointPort): EndpointPort {
  return { name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) };
}

function toEndpoint({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname && { hostname }),
    ...(targetRef && { targetRef }),
    ...(nodeName && { nodeName }),
  };
}
