import type { EndpointAddress, EndpointPort, EndpointSubset } from 'kubernetes-types/core/v1';
import { inEndpointsOrder } from './port-order.ts';

/** An address that a port has, and whether it is ready there. */
interface Standing {
  readonly address: EndpointAddress;
  readonly ready: boolean;
}

/**
 * The subsets in which Endpoints are kept: ports that lead to the same addresses stand together, and no port is in two.
 * An address that is there twice is not ready when it is so once. Addresses are in order;
 * upstream puts the subsets in the order of their hashes too.
 * @see pkg/api/v1/endpoints/util.go `RepackSubsets` (v1.36)
 */
export function repackSubsets(subsets: readonly EndpointSubset[]): EndpointSubset[] {
  const byPort = new Map<string, { readonly port: EndpointPort | undefined; readonly at: Map<string, Standing> }>();
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    for (const port of ports.length > 0 ? ports : [undefined]) {
      const key = JSON.stringify(port) ?? '';
      const found = byPort.get(key) ?? { port, at: new Map<string, Standing>() };
      byPort.set(key, found);
      for (const address of addresses) {
        const own = keyOf(address);
        if (!found.at.has(own)) found.at.set(own, { address, ready: true });
      }
      for (const address of notReadyAddresses) {
        const own = keyOf(address);
        found.at.set(own, { address: found.at.get(own)?.address ?? address, ready: false });
      }
    }
  }
  const groups = new Map<string, { readonly standings: readonly Standing[]; readonly ports: EndpointPort[] }>();
  for (const { port, at } of byPort.values()) {
    const standings = [...at.values()].sort((a, b) => (a.address.ip < b.address.ip ? -1 : 1));
    const key = JSON.stringify(standings.map(({ address, ready }) => [keyOf(address), ready]));
    const group = groups.get(key) ?? { standings, ports: [] };
    groups.set(key, group);
    if (port) group.ports.push(port);
  }
  return [...groups.values()].map(({ standings, ports }) => {
    const those = (wanted: boolean) => standings.flatMap(({ address, ready }) => (ready === wanted ? [address] : []));
    const [addresses, notReadyAddresses] = [those(true), those(false)];
    return {
      ...(addresses.length > 0 && { addresses }),
      ...(notReadyAddresses.length > 0 && { notReadyAddresses }),
      ...(ports.length > 0 && { ports: [...inEndpointsOrder(ports)] }),
    };
  });
}

function keyOf({ ip, targetRef }: EndpointAddress): string {
  return `${ip} ${targetRef?.uid ?? ''}`;
}
