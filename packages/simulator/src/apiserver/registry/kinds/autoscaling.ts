import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { defaultHorizontalPodAutoscaler } from '../../defaults/autoscaler-defaults.ts';
import { horizontalPodAutoscalerColumns } from '../../table/autoscaler-columns.ts';
import { validateHorizontalPodAutoscaler } from '../../validation/autoscaler.ts';
import { defineResource } from '../define-resource.ts';

export const horizontalpodautoscalers = defineResource<HorizontalPodAutoscaler>({
  group: 'autoscaling',
  version: 'v2',
  plural: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  columns: horizontalPodAutoscalerColumns,
  shortNames: ['hpa'],
  categories: ['all'],
  hasStatus: true,
  applyDefaults: defaultHorizontalPodAutoscaler,
  prepareCreate: (autoscaler) => {
    Object.assign(autoscaler, { status: { desiredReplicas: 0, currentMetrics: null } });
  },
  validateCreate: validateHorizontalPodAutoscaler,
  validateUpdate: validateHorizontalPodAutoscaler,
});
