import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { Container, Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1';
import { internalPodJson } from '../json/internal-pod-json.ts';
import { imageBlankFaults } from './container.ts';
import { validateWholePod } from './pod-spec.ts';
import { validateTolerations } from './tolerations.ts';
import { unifiedDiff } from '../json/unified-diff.ts';

const changeable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/**
 * Faults of a change of a Pod. Little may change; what else does is shown as a difference.
 * @see pkg/apis/core/validation/validation.go `ValidatePodUpdate` (v1.36)
 */
export function validatePodUpdate(pod: Pod, { spec: old }: Stored<Pod>): FieldError[] {
  const { spec } = pod;
  if (!spec || !old) return [];
  const faults = validateWholePod(pod);
  for (const field of ['containers', 'initContainers'] as const) {
    const wrong = containerChanges(spec[field] ?? [], old[field] ?? [], `spec.${field}`);
    faults.push(...wrong.faults);
    if (wrong.stops) return faults;
  }
  const { activeDeadlineSeconds: deadline } = spec;
  const { activeDeadlineSeconds: oldDeadline } = old;
  if (oldDeadline !== undefined) {
    const path = 'spec.activeDeadlineSeconds';
    if (deadline === undefined) {
      faults.push(fieldErrors.invalid(path, null, 'must not update from a positive integer to nil value'));
    } else if (deadline > oldDeadline) {
      return [...faults, fieldErrors.invalid(path, deadline, 'must be less than or equal to previous value')];
    }
  }
  faults.push(...tolerationChanges(spec.tolerations ?? [], old.tolerations ?? []), ...gateChanges(spec, old));
  const rest = withoutChangeable(spec, old);
  if (!deepEqual(rest, old)) {
    const difference = unifiedDiff(internalPodJson(old), internalPodJson(rest));
    faults.push(
      fieldErrors.forbidden('spec', `pod updates may not change fields other than ${changeable}\n${difference}`),
    );
  }
  return faults;
}

function containerChanges(
  containers: readonly Container[],
  old: readonly Container[],
  path: string,
): { faults: FieldError[]; stops: boolean } {
  if (containers.length !== old.length) {
    return { faults: [fieldErrors.forbidden(path, 'pod updates may not add or remove containers')], stops: true };
  }
  const faults = containers.flatMap((container, index) =>
    container.image
      ? imageBlankFaults([container], path).map((fault) => ({ ...fault, field: `${path}[${index}].image` }))
      : [fieldErrors.required(`${path}[${index}].image`)],
  );
  return { faults, stops: false };
}

/** What may be wrong with tolerations is told here a second time. */
function tolerationChanges(tolerations: readonly Toleration[], old: readonly Toleration[]): FieldError[] {
  const isKept = (before: Toleration) =>
    tolerations.some((after) => deepEqual({ ...before, tolerationSeconds: after.tolerationSeconds }, after));
  if (old.every(isKept)) return validateTolerations(tolerations, 'spec.tolerations');
  return [
    fieldErrors.forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'),
  ];
}

function gateChanges({ schedulingGates = [] }: PodSpec, old: PodSpec): FieldError[] {
  const before = new Set((old.schedulingGates ?? []).map(({ name }) => name));
  return schedulingGates.flatMap(({ name }, index) =>
    before.has(name)
      ? []
      : [
          fieldErrors.forbidden(
            `spec.schedulingGates[${index}].name`,
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );
}

/** The new spec with all that may change as it was. */
function withoutChangeable(spec: PodSpec, old: PodSpec): PodSpec {
  const { activeDeadlineSeconds: _deadline, schedulingGates: _gates, tolerations: _tolerations, ...rest } = spec;
  const isGated = (old.schedulingGates?.length ?? 0) > 0;
  const isRepaired = (old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1;
  const { activeDeadlineSeconds, schedulingGates, tolerations, terminationGracePeriodSeconds } = old;
  return {
    ...rest,
    ...defined({ activeDeadlineSeconds, schedulingGates, tolerations }),
    ...(isRepaired ? defined({ terminationGracePeriodSeconds }) : {}),
    ...(isGated && onlyAdds(spec.nodeSelector, old.nodeSelector) ? { nodeSelector: old.nodeSelector } : {}),
    containers: withImages(spec.containers, old.containers),
    ...(spec.initContainers ? { initContainers: withImages(spec.initContainers, old.initContainers ?? []) } : {}),
  };
}

function withImages(containers: readonly Container[], old: readonly Container[]): Container[] {
  return containers.map((container, index) => ({ ...container, ...defined({ image: old[index]?.image }) }));
}

function onlyAdds(labels: Readonly<Record<string, string>> = {}, old: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(old).every(([key, value]) => labels[key] === value);
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
