import { fieldErrors, type FieldError } from '@podlab/apimachinery';

const deletionCost = 'controller.kubernetes.io/pod-deletion-cost';
const maxInt32 = 2_147_483_647;

/**
 * Faults of the annotations that mean something for a Pod, or a template of Pods.
 * @see pkg/apis/core/validation/validation.go `ValidatePodSpecificAnnotations` (v1.36)
 */
export function validatePodAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldError[] {
  const cost = annotations?.[deletionCost];
  if (cost === undefined || isInt32(cost)) return [];
  return [fieldErrors.invalid(`${path}[${deletionCost}]`, cost, 'must be a 32bit integer')];
}

/** Without a plus sign, and without leading zeros before a positive one. */
function isInt32(text: string): boolean {
  return /^(0|-\d+|[1-9]\d*)$/.test(text) && Number(text) <= maxInt32 && Number(text) >= -maxInt32 - 1;
}
