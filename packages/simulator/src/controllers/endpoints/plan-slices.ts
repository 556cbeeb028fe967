import type { Endpoint, EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { EndpointPort } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { inSliceOrder } from './port-order.ts';
import type { ServiceEndpoint } from './service-endpoints.ts';

/** @see pkg/controller/endpointslice/config/v1alpha1 MaxEndpointsPerSlice */
export const maxEndpointsPerSlice = 100;

/** What an EndpointSlice is to hold; `null` as the API shows lists that are empty. */
export interface SliceContent {
  readonly endpoints: readonly Endpoint[] | null;
  readonly ports: readonly EndpointPort[] | null;
}

/** Which slices of a Service are to be made, changed and deleted. */
export interface SlicesPlan {
  readonly create: readonly SliceContent[];
  readonly update: readonly { readonly slice: StoredOf<'endpointslices'>; readonly content: SliceContent }[];
  readonly remove: readonly StoredOf<'endpointslices'>[];
}

/**
 * Spreads a Service's endpoints over slices: one set of slices per combination of ports, at most 100 endpoints in each.
 * Endpoints stay in their slices; new ones fill gaps first; slices to be made reuse those that are to go. A Service
 * without endpoints keeps one empty slice.
 * @see k8s.io/endpointslice/reconciler.go
 */
export function planSlices(
  endpoints: readonly ServiceEndpoint[],
  existing: readonly StoredOf<'endpointslices'>[],
): SlicesPlan {
  const groups = new Map<string, ServiceEndpoint[]>();
  for (const endpoint of endpoints) {
    const key = portsKey(endpoint.ports);
    groups.set(key, [...(groups.get(key) ?? []), endpoint]);
  }
  const create: SliceContent[] = [];
  const update: { slice: StoredOf<'endpointslices'>; content: SliceContent }[] = [];
  const free: StoredOf<'endpointslices'>[] = existing.filter((slice) => !groups.has(portsKey(slice.ports)));
  for (const [key, members] of groups) {
    const ports = members[0]?.ports.length ? inSliceOrder(members[0].ports) : null;
    const own = existing.filter((slice) => portsKey(slice.ports) === key);
    const { kept, added } = fill(members, own);
    for (const [slice, list] of kept) {
      if (list.length === 0) free.push(slice);
      else update.push({ slice, content: { endpoints: list, ports } });
    }
    for (const list of added) create.push({ endpoints: list, ports });
  }
  if (groups.size === 0) create.push({ endpoints: null, ports: null });
  while (free.length > 0 && create.length > 0) {
    update.push({
      slice: free.shift() as StoredOf<'endpointslices'>,
      content: create.shift() as SliceContent,
    });
  }
  return { create, update, remove: free };
}

function fill(
  members: readonly ServiceEndpoint[],
  own: readonly StoredOf<'endpointslices'>[],
): { kept: [StoredOf<'endpointslices'>, Endpoint[]][]; added: Endpoint[][] } {
  const wanted = new Map(members.map((member) => [member.pod.metadata.uid, toEndpoint(member)]));
  const kept = own.map((slice): [StoredOf<'endpointslices'>, Endpoint[]] => {
    const list: Endpoint[] = [];
    for (const { targetRef } of slice.endpoints ?? []) {
      const endpoint = wanted.get(targetRef?.uid ?? '');
      if (!endpoint) continue;
      list.push(endpoint);
      wanted.delete(targetRef?.uid ?? '');
    }
    return [slice, list];
  });
  const rest = [...wanted.values()];
  for (const [, list] of kept) if (list.length > 0) list.push(...rest.splice(0, maxEndpointsPerSlice - list.length));
  const added: Endpoint[][] = [];
  while (rest.length > 0) added.push(rest.splice(0, maxEndpointsPerSlice));
  return { kept, added };
}

function toEndpoint({ pod, ip, hostname, ready, serving, terminating }: ServiceEndpoint): Endpoint {
  const { namespace, name, uid } = pod.metadata;
  return {
    addresses: [ip],
    conditions: { ready, serving, terminating },
    ...(hostname ? { hostname } : {}),
    targetRef: { kind: 'Pod', ...(namespace ? { namespace } : {}), name, uid },
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
  };
}

function portsKey(ports: EndpointSlice['ports'] | readonly EndpointPort[] | null): string {
  return (ports ?? [])
    .map(({ name, protocol, port }) => `${name ?? ''}/${protocol ?? 'TCP'}/${port ?? ''}`)
    .sort()
    .join(',');
}
