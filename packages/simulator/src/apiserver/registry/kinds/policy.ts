import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { defineResource } from '../define-resource.ts';

export const poddisruptionbudgets = defineResource<PodDisruptionBudget>({
  group: 'policy',
  version: 'v1',
  plural: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  shortNames: ['pdb'],
  hasStatus: true,
  hasGeneration: true,
  prepareCreate: (budget) => {
    budget.status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
  },
});
