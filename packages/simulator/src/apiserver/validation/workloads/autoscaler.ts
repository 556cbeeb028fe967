import { dnsLabelFaults, fieldErrors, type FieldError, parseQuantity, type Stored } from '@podlab/apimachinery';
import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec as Spec,
  HPAScalingRules,
  MetricSpec,
  MetricTarget,
} from 'kubernetes-types/autoscaling/v2';
import { pathSegmentFaults } from '../path-segment.ts';
import { oneOf } from '../numbers.ts';
import { containerResourceNameFaults } from '../resource-names.ts';

const metricTypes = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const longestWindowSeconds = 3600;
const longestPeriodSeconds = 1800;

/** @see pkg/apis/autoscaling/validation/validation.go (v1.36), as are the others here */
export function validateHorizontalPodAutoscaler(
  { spec }: HorizontalPodAutoscaler,
  old?: Stored<HorizontalPodAutoscaler>,
): FieldError[] {
  const [before, after] = [old?.spec?.scaleTargetRef, spec?.scaleTargetRef];
  // What was taken once is not looked at again.
  const needsGroup = !old || before?.kind !== after?.kind || before?.apiVersion !== after?.apiVersion;
  const { minReplicas, maxReplicas = 0, scaleTargetRef, metrics = [], behavior } = spec ?? ({} as Partial<Spec>);
  const faults: FieldError[] = [];
  if (minReplicas !== undefined && minReplicas < 1) {
    faults.push(fieldErrors.invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  }
  if (maxReplicas === 0) faults.push(fieldErrors.required('spec.maxReplicas', 'must be set and greater than 0'));
  if (maxReplicas < 0) {
    faults.push(fieldErrors.invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to 1'));
  }
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    faults.push(fieldErrors.invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  const scalesToNothing = minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External');
  return [
    ...faults,
    ...referenceFaults(scaleTargetRef, 'spec.scaleTargetRef', needsGroup),
    ...metrics.flatMap((metric, index) => metricFaults(metric, `spec.metrics[${index}]`)),
    ...(scalesToNothing
      ? [
          fieldErrors.forbidden(
            'spec.metrics',
            'must specify at least one Object or External metric to support scaling to zero replicas',
          ),
        ]
      : []),
    ...rulesFaults(behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...rulesFaults(behavior?.scaleDown, 'spec.behavior.scaleDown'),
  ];
}

/** @param needsGroup whether it must be something outside the first API, but for the one kind there that scales */
function referenceFaults(
  reference: Partial<CrossVersionObjectReference> = {},
  path: string,
  needsGroup: boolean,
): FieldError[] {
  const { kind = '', name = '', apiVersion = '' } = reference;
  const segment = (value: string, at: string) =>
    value === '' ? [fieldErrors.required(at)] : fieldErrors.invalidEach(at, value, pathSegmentFaults(value));
  const parts = apiVersion.split('/');
  const fault =
    parts.length > 2
      ? `unexpected GroupVersion string: ${apiVersion}`
      : needsGroup && parts.length < 2 && kind !== 'ReplicationController'
        ? 'apiVersion must specify API group'
        : undefined;
  return [
    ...segment(kind, `${path}.kind`),
    ...segment(name, `${path}.name`),
    ...(fault === undefined ? [] : [fieldErrors.invalid(`${path}.apiVersion`, apiVersion, fault)]),
  ];
}

const sourceOrder = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;

function metricFaults(metric: MetricSpec, path: string): FieldError[] {
  const { type = '' } = metric as Partial<MetricSpec>;
  const present = sourceOrder.filter((source) => metric[source]);
  const [first] = present;
  const expected = type.charAt(0).toLowerCase() + type.slice(1);
  const isKnown = metricTypes.includes(type);
  const missing = 'must populate information for the given metric source';
  const surplus = present.length === 1 ? [] : present.filter((source) => source !== expected);
  return [
    ...(type === '' ? [fieldErrors.required(`${path}.type`, 'must specify a metric source type')] : []),
    ...(isKnown ? [] : [fieldErrors.notSupported(`${path}.type`, type, metricTypes)]),
    ...(first ? sourceFaults(first, metric, `${path}.${first}`) : []),
    ...(isKnown && !present.some((source) => source === expected)
      ? [fieldErrors.required(`${path}.${expected}`, missing)]
      : []),
    ...(isKnown ? [] : [fieldErrors.notSupported(`${path}.type`, type, metricTypes)]),
    ...surplus.map((source) =>
      fieldErrors.forbidden(`${path}.${source}`, 'must populate the given metric source only'),
    ),
  ];
}

function sourceFaults(kind: (typeof sourceOrder)[number], metric: MetricSpec, path: string): FieldError[] {
  const { object, external, pods, resource, containerResource } = metric;
  const target = (object ?? external ?? pods ?? resource ?? containerResource)?.target ?? ({} as MetricTarget);
  const own = targetFaults(target, `${path}.target`);
  const average = `${path}.target.averageValue`;
  switch (kind) {
    case 'object': {
      const isEmpty = target.value === undefined && target.averageValue === undefined;
      const detail = 'must set either a target value or averageValue';
      return [
        ...referenceFaults(object?.describedObject, `${path}.describedObject`, false),
        ...metricNameFaults(object?.metric?.name, `${path}.metric.name`),
        ...own,
        ...(isEmpty ? [fieldErrors.required(average, detail)] : []),
      ];
    }
    case 'external': {
      const [both, none] = [target.value !== undefined, target.averageValue !== undefined].every(Boolean)
        ? [true, false]
        : [false, target.value === undefined && target.averageValue === undefined];
      return [
        ...metricNameFaults(external?.metric?.name, `${path}.metric.name`),
        ...own,
        ...(none
          ? [fieldErrors.required(average, 'must set either a target value for metric or a per-pod target')]
          : []),
        ...(both
          ? [
              fieldErrors.forbidden(
                `${path}.target.value`,
                'may not set both a target value for metric and a per-pod target',
              ),
            ]
          : []),
      ];
    }
    case 'pods':
      return [
        ...metricNameFaults(pods?.metric?.name, `${path}.metric.name`),
        ...own,
        ...(target.averageValue === undefined
          ? [fieldErrors.required(average, 'must specify a positive target averageValue')]
          : []),
      ];
    default:
      return [...resourceFaults(kind, metric, path), ...own, ...utilizationFaults(target, `${path}.target`)];
  }
}

function metricNameFaults(name: string | undefined, path: string): FieldError[] {
  if (!name) return [fieldErrors.required(path, 'must specify a metric name')];
  return fieldErrors.invalidEach(path, name, pathSegmentFaults(name));
}

function resourceFaults(
  kind: 'containerResource' | 'resource',
  { resource, containerResource }: MetricSpec,
  path: string,
): FieldError[] {
  const name = (kind === 'resource' ? resource : containerResource)?.name;
  const missing = name ? [] : [fieldErrors.required(`${path}.name`, 'must specify a resource name')];
  if (kind === 'resource') return missing;
  const container = containerResource?.container;
  return [
    ...(name ? containerResourceNameFaults(name, `${path}.name`) : missing),
    ...(container
      ? fieldErrors.invalidEach(`${path}.container`, container, dnsLabelFaults(container))
      : [fieldErrors.required(`${path}.container`, 'must specify a container')]),
  ];
}

function targetFaults(
  { type = '', value, averageValue, averageUtilization }: Partial<MetricTarget>,
  path: string,
): FieldError[] {
  const faults: FieldError[] = [];
  if (type === '') faults.push(fieldErrors.required(`${path}.type`, 'must specify a metric target type'));
  if (!['Utilization', 'Value', 'AverageValue'].includes(type)) {
    faults.push(fieldErrors.invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue'));
  }
  for (const [field, amount] of Object.entries({ value, averageValue })) {
    if (amount === undefined || parseQuantity(amount).nanos > 0n) continue;
    faults.push(fieldErrors.invalid(`${path}.${field}`, amount, 'must be positive'));
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    faults.push(fieldErrors.invalid(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0'));
  }
  return faults;
}

function utilizationFaults({ averageUtilization, averageValue }: MetricTarget, path: string): FieldError[] {
  if (averageUtilization === undefined && averageValue === undefined) {
    const detail = 'must set either a target raw value or a target utilization';
    return [fieldErrors.required(`${path}.averageUtilization`, detail)];
  }
  if (averageUtilization === undefined || averageValue === undefined) return [];
  const detail = 'may not set both a target raw value and a target utilization';
  return [fieldErrors.forbidden(`${path}.averageValue`, detail)];
}

function rulesFaults(rules: HPAScalingRules | undefined, path: string): FieldError[] {
  const window = rules?.stabilizationWindowSeconds;
  const { tolerance } = (rules ?? {}) as { readonly tolerance?: string };
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
      : oneOf(rules.selectPolicy, ['Disabled', 'Max', 'Min'], `${path}.selectPolicy`)),
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
    ...(tolerance !== undefined && parseQuantity(tolerance).nanos < 0n
      ? [fieldErrors.invalid(`${path}.tolerance`, tolerance, 'must be greater than or equal to 0')]
      : []),
  ];
}
