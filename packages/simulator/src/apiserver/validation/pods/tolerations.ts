import { fieldErrors, type FieldError, labelKeyFaults, labelValueFaults } from '@podlab/apimachinery';
import type { Toleration } from 'kubernetes-types/core/v1';
import { oneOf } from '../numbers.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** @see pkg/apis/core/validation/validation.go `ValidateTolerations` (v1.36) */
export function validateTolerations(tolerations: readonly Toleration[], path: string): FieldError[] {
  return tolerations.flatMap((toleration, index) => {
    const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
    const at = `${path}[${index}]`;
    const faults = key === '' ? [] : fieldErrors.invalidEach(`${at}.key`, key, labelKeyFaults(key));
    if (key === '' && operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      faults.push(fieldErrors.invalid(`${at}.operator`, operator, detail));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      const detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
      faults.push(fieldErrors.invalid(`${at}.effect`, effect, detail));
    }
    faults.push(...operatorFaults(toleration, `${at}.operator`));
    return effect === '' ? faults : [...faults, ...oneOf(effect, effects, `${at}.effect`)];
  });
}

function operatorFaults({ operator = '', value = '' }: Toleration, path: string): FieldError[] {
  switch (operator) {
    case '':
    case 'Equal': {
      const faults = labelValueFaults(value);
      return faults.length === 0 ? [] : [fieldErrors.invalid(path, value, faults.join(';'))];
    }
    case 'Exists':
      return value === '' ? [] : [fieldErrors.invalid(path, value, "value must be empty when `operator` is 'Exists'")];
    case 'Lt':
    case 'Gt':
      // They are named there although their feature is off.
      return [fieldErrors.notSupported(path, operator, ['Equal', 'Exists', 'Lt', 'Gt'])];
    default:
      return oneOf(operator, ['Equal', 'Exists'], path);
  }
}
