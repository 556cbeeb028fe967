import type { Endpoint, EndpointPort } from 'kubernetes-types/discovery/v1';

/** What is filled in; `null` as the API shows lists that are empty. */
interface Lists {
  endpoints?: Endpoint[] | null;
  ports?: EndpointPort[] | null;
}

/** Fills in what an EndpointSlice leaves out. Changes it in place. @see pkg/apis/discovery/v1/defaults.go (v1.36) */
export function defaultEndpointSlice(slice: Lists): void {
  slice.endpoints ??= null;
  slice.ports ??= null;
  for (const endpoint of slice.endpoints ?? []) endpoint.conditions ??= {};
  for (const port of slice.ports ?? []) {
    port.name ??= '';
    port.protocol ??= 'TCP';
  }
}
