import { fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { systemPriorityClasses } from '../../admission/priority.ts';
import { oneOf } from '../numbers.ts';

const highestForUsers = 1_000_000_000;

/** @see pkg/apis/scheduling/validation/validation.go (v1.36) */
export function validatePriorityClass({ metadata, value, preemptionPolicy }: PriorityClass): FieldError[] {
  const faults: FieldError[] = [];
  const name = metadata?.name ?? '';
  if (name.startsWith('system-')) {
    if (!systemPriorityClasses.some((known) => known.name === name && known.value === value)) {
      faults.push(
        fieldErrors.forbidden(
          'metadata.name',
          `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`,
        ),
      );
    }
  } else if (value > highestForUsers) {
    faults.push(
      fieldErrors.forbidden('value', `maximum allowed value of a user defined priority is ${highestForUsers}`),
    );
  }
  return [...faults, ...oneOf(preemptionPolicy, ['PreemptLowerPriority', 'Never'], 'preemptionPolicy')];
}

/** What a class is worth stays. */
export function validatePriorityClassUpdate(priorityClass: PriorityClass, old: Stored<PriorityClass>): FieldError[] {
  const faults: FieldError[] = [];
  if (priorityClass.value !== old.value)
    faults.push(fieldErrors.forbidden('value', 'may not be changed in an update.'));
  if (priorityClass.preemptionPolicy !== old.preemptionPolicy) {
    faults.push(fieldErrors.invalid('preemptionPolicy', priorityClass.preemptionPolicy, 'field is immutable'));
  }
  return faults;
}
