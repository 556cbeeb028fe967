import type { Endpoints } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { NetworkPolicy } from 'kubernetes-types/networking/v1';
import { defaultEndpointSlice } from '../../defaults/endpoint-slice-defaults.ts';
import { defaultNetworkPolicy } from '../../defaults/network-policy-defaults.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from '../../validation/networking/endpoint-slice.ts';
import { validateEndpoints } from '../../validation/networking/endpoints.ts';
import { validateNetworkPolicy } from '../../validation/networking/network-policy.ts';
import type { ResourceRules } from '../late-resource.ts';

export const networkpolicies: ResourceRules<NetworkPolicy> = {
  applyDefaults: defaultNetworkPolicy,
  validateCreate: validateNetworkPolicy,
  validateUpdate: validateNetworkPolicy,
};

export const endpoints: ResourceRules<Endpoints> = {
  applyDefaults: ({ subsets }) => {
    for (const { ports } of subsets ?? []) for (const port of ports ?? []) port.protocol ??= 'TCP';
  },
  validateCreate: (object) => validateEndpoints(object),
  validateUpdate: validateEndpoints,
};

export const endpointslices: ResourceRules<EndpointSlice> = {
  applyDefaults: defaultEndpointSlice,
  warnings: ({ addressType }, old) =>
    addressType === 'FQDN' && !old ? ['spec.addressType: FQDN endpoints are deprecated'] : [],
  validateCreate: (slice) => validateEndpointSlice(slice),
  validateUpdate: validateEndpointSliceUpdate,
};
