import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { podDisruptionBudgetColumns } from '../../table/configuration-columns.ts';
import { validatePodDisruptionBudget } from '../../validation/configuration.ts';
import { defineResource } from '../define-resource.ts';

export const poddisruptionbudgets = defineResource<PodDisruptionBudget>({
  group: 'policy',
  version: 'v1',
  plural: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  columns: podDisruptionBudgetColumns,
  shortNames: ['pdb'],
  hasStatus: true,
  hasGeneration: true,
  validateCreate: validatePodDisruptionBudget,
  validateUpdate: validatePodDisruptionBudget,
  prepareCreate: (budget) => {
    budget.status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
  },
});
