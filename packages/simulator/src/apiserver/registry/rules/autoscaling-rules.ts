import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { defaultHorizontalPodAutoscaler } from '../../defaults/autoscaler-defaults.ts';
import { validateHorizontalPodAutoscaler } from '../../validation/workloads/autoscaler.ts';
import type { ResourceRules } from '../late-resource.ts';

export const horizontalpodautoscalers: ResourceRules<HorizontalPodAutoscaler> = {
  applyDefaults: defaultHorizontalPodAutoscaler,
  prepareCreate: (autoscaler) => {
    Object.assign(autoscaler, { status: { desiredReplicas: 0, currentMetrics: null } });
  },
  validateCreate: validateHorizontalPodAutoscaler,
  validateUpdate: validateHorizontalPodAutoscaler,
};
