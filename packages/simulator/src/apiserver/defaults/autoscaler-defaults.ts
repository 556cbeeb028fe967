import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HPAScalingPolicy,
  HPAScalingRules,
} from 'kubernetes-types/autoscaling/v2';

const defaultUtilization = 80;
const periodSeconds = 15;
const doubling: HPAScalingPolicy = { type: 'Percent', value: 100, periodSeconds };
const fourPods: HPAScalingPolicy = { type: 'Pods', value: 4, periodSeconds };

/**
 * Fills in what an autoscaler leaves out. Changes it in place.
 * @see pkg/apis/autoscaling/v2/defaults.go (v1.36)
 */
export function defaultHorizontalPodAutoscaler(autoscaler: HorizontalPodAutoscaler): void {
  const spec = (autoscaler.spec ??= {} as HorizontalPodAutoscalerSpec);
  spec.minReplicas ??= 1;
  if (!spec.metrics?.length) {
    const target = { type: 'Utilization', averageUtilization: defaultUtilization };
    spec.metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
  }
  if (!spec.behavior) return;
  spec.behavior = {
    ...spec.behavior,
    scaleUp: complete(spec.behavior.scaleUp, { stabilizationWindowSeconds: 0, policies: [fourPods, doubling] }),
    // The window of scaling down is the controller's to fill in.
    scaleDown: complete(spec.behavior.scaleDown, { policies: [doubling] }),
  };
}

function complete(rules: HPAScalingRules | undefined, defaults: HPAScalingRules): HPAScalingRules {
  return { ...structuredClone(defaults), selectPolicy: 'Max', ...rules };
}
