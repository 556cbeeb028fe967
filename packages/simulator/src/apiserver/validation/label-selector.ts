import { fieldErrors, labelKeyFaults, labelValueFaults, type FieldError } from '@podlab/apimachinery';
import type { LabelSelector, LabelSelectorRequirement } from 'kubernetes-types/meta/v1';
import { validateLabels } from './metadata.ts';

/**
 * Faults of a selector of labels.
 * @see k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (v1.36)
 */
export function validateLabelSelector(selector: LabelSelector | undefined, path: string): FieldError[] {
  if (!selector) return [];
  return [
    ...validateLabels(selector.matchLabels, `${path}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((requirement, index) =>
      requirementFaults(requirement, `${path}.matchExpressions[${index}]`),
    ),
  ];
}

function requirementFaults(
  { key = '', operator = '', values = [] }: Partial<LabelSelectorRequirement>,
  path: string,
): FieldError[] {
  return [
    ...operatorFaults(operator, values, path),
    ...fieldErrors.invalidEach(`${path}.key`, key, labelKeyFaults(key)),
    ...values.flatMap((value, index) =>
      fieldErrors.invalidEach(`${path}.values[${index}]`, value, labelValueFaults(value)),
    ),
  ];
}

/** Faults of an operator that there is not, or that does not go with so many values. */
export function operatorFaults(operator: string, values: readonly string[], path: string): FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return [];
      return [fieldErrors.required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return [];
      return [
        fieldErrors.forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
      ];
    default:
      return [fieldErrors.invalid(`${path}.operator`, operator, 'not a valid selector operator')];
  }
}
