import type { LimitRange, ResourceQuota } from 'kubernetes-types/core/v1';
import { defaultLimitRange } from '../../defaults/limit-range-defaults.ts';
import { validateLimitRange } from '../../validation/policies/limit-range.ts';
import { validateResourceQuota, validateResourceQuotaUpdate } from '../../validation/policies/resource-quota.ts';
import type { ResourceRules } from '../late-resource.ts';

export const resourcequotas: ResourceRules<ResourceQuota> = {
  prepareCreate: (quota) => {
    quota.status = {};
  },
  validateCreate: validateResourceQuota,
  validateUpdate: validateResourceQuotaUpdate,
};

export const limitranges: ResourceRules<LimitRange> = {
  applyDefaults: defaultLimitRange,
  validateCreate: validateLimitRange,
  validateUpdate: validateLimitRange,
};
