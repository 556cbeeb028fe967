import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { validatePodDisruptionBudget } from '../../validation/workloads/pod-disruption-budget.ts';
import type { ResourceRules } from '../late-resource.ts';

export const poddisruptionbudgets: ResourceRules<PodDisruptionBudget> = {
  validateCreate: validatePodDisruptionBudget,
  validateUpdate: validatePodDisruptionBudget,
  prepareCreate: (budget) => {
    budget.status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
  },
};
