import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { labelKeysFaults } from './affinity.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { oneOf, optionalOneOf, positive } from '../numbers.ts';

const inclusionPolicies = ['Honor', 'Ignore'];

/** @see pkg/apis/core/validation/validation.go `validateTopologySpreadConstraints` (v1.36) */
export function validateTopologySpread(constraints: readonly TopologySpreadConstraint[], path: string): FieldError[] {
  return constraints.flatMap((constraint, index) => {
    const at = `${path}[${index}]`;
    const {
      topologyKey = '',
      whenUnsatisfiable = '',
      labelSelector,
      minDomains,
    } = constraint as Partial<typeof constraint>;
    const isRepeated = constraints
      .slice(index + 1)
      .some(
        (other) => (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === whenUnsatisfiable,
      );
    return [
      ...positive(constraint.maxSkew, `${at}.maxSkew`),
      ...(topologyKey === '' ? [fieldErrors.required(`${at}.topologyKey`, 'can not be empty')] : []),
      ...oneOf(whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway'], `${at}.whenUnsatisfiable`),
      ...(isRepeated
        ? [fieldErrors.duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`)]
        : []),
      ...(minDomains === undefined ? [] : domainFaults(minDomains, whenUnsatisfiable, `${at}.minDomains`)),
      ...optionalOneOf(constraint.nodeAffinityPolicy, inclusionPolicies, `${at}.nodeAffinityPolicy`),
      ...optionalOneOf(constraint.nodeTaintsPolicy, inclusionPolicies, `${at}.nodeTaintsPolicy`),
      ...labelKeysFaults(constraint.matchLabelKeys ?? [], [], labelSelector, at),
      ...validateLabelSelector(labelSelector, `${at}.labelSelector`),
    ];
  });
}

function domainFaults(minDomains: number, action: string, path: string): FieldError[] {
  const faults = positive(minDomains, path);
  if (action === 'DoNotSchedule') return faults;
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
  return [...faults, fieldErrors.invalid(path, minDomains, detail)];
}
