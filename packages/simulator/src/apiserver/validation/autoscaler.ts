import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricTarget,
} from 'kubernetes-types/autoscaling/v2';
import { oneOf } from './numbers.ts';

const metricTypes = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const longestWindowSeconds = 3600;
const longestPeriodSeconds = 1800;

/** @see pkg/apis/autoscaling/validation/validation.go (v1.36) */
export function validateHorizontalPodAutoscaler({ spec }: HorizontalPodAutoscaler): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.scaleTargetRef')];
  const { minReplicas = 1, maxReplicas, scaleTargetRef, metrics = [], behavior } = spec;
  const faults: FieldError[] = [];
  if (minReplicas < 1) {
    faults.push(fieldErrors.invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  }
  if (!maxReplicas || maxReplicas < 1) {
    faults.push(fieldErrors.invalid('spec.maxReplicas', maxReplicas ?? 0, 'must be greater than 0'));
  }
  if ((maxReplicas ?? 0) < minReplicas) {
    faults.push(
      fieldErrors.invalid('spec.maxReplicas', maxReplicas ?? 0, 'must be greater than or equal to `minReplicas`'),
    );
  }
  if (!scaleTargetRef?.kind) faults.push(fieldErrors.required('spec.scaleTargetRef.kind'));
  if (!scaleTargetRef?.name) faults.push(fieldErrors.required('spec.scaleTargetRef.name'));
  return [
    ...faults,
    ...metrics.flatMap((metric, index) => metricFaults(metric, `spec.metrics[${index}]`)),
    ...rulesFaults(behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...rulesFaults(behavior?.scaleDown, 'spec.behavior.scaleDown'),
  ];
}

function metricFaults(metric: MetricSpec, path: string): FieldError[] {
  const faults = oneOf(metric.type, metricTypes, `${path}.type`);
  if (faults.length > 0) return faults;
  const field = metric.type.charAt(0).toLowerCase() + metric.type.slice(1);
  const source = metric[field as 'containerResource' | 'external' | 'object' | 'pods' | 'resource'];
  if (!source) {
    return [fieldErrors.required(`${path}.${field}`, 'must populate information for the given metric source')];
  }
  const isResource = metric.type === 'Resource' || metric.type === 'ContainerResource';
  return isResource ? targetFaults(source.target, `${path}.${field}.target`) : [];
}

function targetFaults({ type, averageUtilization, averageValue }: MetricTarget, path: string): FieldError[] {
  const faults = oneOf(type, ['Utilization', 'Value', 'AverageValue'], `${path}.type`);
  if (averageUtilization !== undefined && averageUtilization < 1) {
    faults.push(fieldErrors.invalid(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0'));
  }
  if (averageUtilization === undefined && averageValue === undefined) {
    faults.push(
      fieldErrors.required(`${path}.averageUtilization`, 'must set either a target raw value or a target utilization'),
    );
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    faults.push(
      fieldErrors.forbidden(`${path}.averageValue`, 'may not set both a target raw value and a target utilization'),
    );
  }
  return faults;
}

function rulesFaults(rules: HPAScalingRules | undefined, path: string): FieldError[] {
  const window = rules?.stabilizationWindowSeconds;
  return [
    ...(window !== undefined && window < 0
      ? [fieldErrors.invalid(`${path}.stabilizationWindowSeconds`, window, 'must be greater than or equal to zero')]
      : []),
    ...(window !== undefined && window > longestWindowSeconds
      ? [
          fieldErrors.invalid(
            `${path}.stabilizationWindowSeconds`,
            window,
            `must be less than or equal to ${longestWindowSeconds}`,
          ),
        ]
      : []),
    ...(rules?.selectPolicy === undefined
      ? []
      : oneOf(rules.selectPolicy, ['Max', 'Min', 'Disabled'], `${path}.selectPolicy`)),
    ...(rules?.policies ?? []).flatMap(({ type, value, periodSeconds }, index) => {
      const at = `${path}.policies[${index}]`;
      return [
        ...oneOf(type, ['Percent', 'Pods'], `${at}.type`),
        ...(value <= 0 ? [fieldErrors.invalid(`${at}.value`, value, 'must be greater than zero')] : []),
        ...(periodSeconds <= 0
          ? [fieldErrors.invalid(`${at}.periodSeconds`, periodSeconds, 'must be greater than zero')]
          : []),
        ...(periodSeconds > longestPeriodSeconds
          ? [
              fieldErrors.invalid(
                `${at}.periodSeconds`,
                periodSeconds,
                `must be less than or equal to ${longestPeriodSeconds}`,
              ),
            ]
          : []),
      ];
    }),
  ];
}
