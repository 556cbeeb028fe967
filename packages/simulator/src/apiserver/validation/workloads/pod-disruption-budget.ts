import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { validateLabelSelector } from '../label-selector.ts';
import { countOrPercent, notOver100Percent, optionalOneOf } from '../numbers.ts';

/** @see pkg/apis/policy/validation/validation.go (v1.36) */
export function validatePodDisruptionBudget({ spec = {} }: PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec;
  const printed = {
    MinAvailable: minAvailable ?? null,
    Selector: selector ?? null,
    MaxUnavailable: maxUnavailable ?? null,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? null,
  };
  return [
    ...(minAvailable !== undefined && maxUnavailable !== undefined
      ? [fieldErrors.invalid('spec', printed, 'minAvailable and maxUnavailable cannot be both set')]
      : []),
    ...countOrPercent(minAvailable, 'spec.minAvailable'),
    ...notOver100Percent(minAvailable, 'spec.minAvailable'),
    ...countOrPercent(maxUnavailable, 'spec.maxUnavailable'),
    ...notOver100Percent(maxUnavailable, 'spec.maxUnavailable'),
    ...validateLabelSelector(selector, 'spec.selector'),
    ...optionalOneOf(unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget'], 'spec.unhealthyPodEvictionPolicy'),
  ];
}
