import { compareQuantities, fieldErrors, type FieldError, formatQuantity, parseQuantity } from '@podlab/apimachinery';
import type { PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { parseAmounts } from '../../quota/amounts.ts';
import { podAmounts } from '../../quota/pod-amounts.ts';
import { isHugePages, podResourceNameFaults } from '../resource-names.ts';
import { validateResourceRequirements } from './resource-requirements.ts';

/**
 * Faults of what a Pod as a whole asks for, which must be enough for its containers.
 * @see pkg/apis/core/validation/validation.go `validatePodResources` (v1.36)
 */
export function validatePodResources(spec: PodSpec, claimNames: readonly string[], path: string): FieldError[] {
  const { resources } = spec as { readonly resources?: ResourceRequirements };
  if (!resources) return [];
  if (spec.os?.name === 'windows') return [fieldErrors.forbidden(path, 'may not be set for a windows pod')];
  return [
    ...(resources.claims
      ? [fieldErrors.forbidden(`${path}.claims`, 'claims may not be set for Resources at pod-level')]
      : []),
    ...validateResourceRequirements(resources, podResourceNameFaults, claimNames, path),
    ...togetherFaults(spec, resources, 'requests', path),
    ...togetherFaults(spec, resources, 'limits', path),
    ...(spec.containers ?? []).flatMap((container, index) =>
      aboveFaults(container.resources?.limits, resources.limits, `${path}.containers[${index}]`),
    ),
  ];
}

function togetherFaults(
  spec: PodSpec,
  resources: ResourceRequirements,
  field: 'limits' | 'requests',
  path: string,
): FieldError[] {
  const whole = parseAmounts(resources[field]);
  const together = podAmounts({ spec: { ...spec, resources: undefined } as PodSpec }, field);
  return Object.entries(together).flatMap(([name, amount]) => {
    const given = whole[name];
    if (!given || compareQuantities(amount, given) <= 0 || (field === 'limits' && !isHugePages(name))) return [];
    const detail = `must be greater than or equal to aggregate container ${field} of ${formatQuantity(amount)}`;
    return [fieldErrors.invalid(`${path}.${field}[${name}]`, formatQuantity(given), detail)];
  });
}

type Amounts = Readonly<Record<string, string>>;

function aboveFaults(limits: Amounts = {}, whole: Amounts = {}, path: string): FieldError[] {
  return Object.entries(limits).flatMap(([name, amount]) => {
    const most = whole[name];
    if (most === undefined || compareQuantities(parseQuantity(amount), parseQuantity(most)) <= 0) return [];
    return [
      fieldErrors.invalid(`${path}[${name}].limits`, amount, `must be less than or equal to pod limits of ${most}`),
    ];
  });
}
