import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

export const horizontalpodautoscalers = lateResource<HorizontalPodAutoscaler>(
  {
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    shortNames: ['hpa'],
    categories: ['all'],
    hasStatus: true,
  },
  () => rareKinds.code.rules.horizontalpodautoscalers,
);
