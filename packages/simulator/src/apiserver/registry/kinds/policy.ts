import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

export const poddisruptionbudgets = lateResource<PodDisruptionBudget>(
  {
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    shortNames: ['pdb'],
    hasStatus: true,
    hasGeneration: true,
  },
  () => rareKinds.code.rules.poddisruptionbudgets,
);
