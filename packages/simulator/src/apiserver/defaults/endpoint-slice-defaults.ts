import type { EndpointSlice } from 'kubernetes-types/discovery/v1';

/** Fills in what an EndpointSlice leaves out. Changes it in place. @see pkg/apis/discovery/v1/defaults.go (v1.36) */
export function defaultEndpointSlice({ endpoints, ports }: Partial<Pick<EndpointSlice, 'endpoints' | 'ports'>>): void {
  for (const endpoint of endpoints ?? []) endpoint.conditions ??= {};
  for (const port of ports ?? []) {
    port.name ??= '';
    port.protocol ??= 'TCP';
  }
}
