import type { NetworkPolicy } from 'kubernetes-types/networking/v1';
import { defaultNetworkPolicy } from '../../defaults/network-policy-defaults.ts';
import { validateNetworkPolicy } from '../../validation/network-policy.ts';
import type { ResourceRules } from '../late-resource.ts';

export const networkpolicies: ResourceRules<NetworkPolicy> = {
  applyDefaults: defaultNetworkPolicy,
  validateCreate: validateNetworkPolicy,
  validateUpdate: validateNetworkPolicy,
};
