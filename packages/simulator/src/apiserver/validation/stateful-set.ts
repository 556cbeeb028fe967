import { deepEqual, dnsLabelFaults, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { StatefulSet, StatefulSetSpec } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { notNegative, oneOf } from './numbers.ts';
import { validateClaimSpec } from './persistent-volume-claim.ts';
import { selectorFaults, validateSelectedTemplate } from './pod-template.ts';

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;

/** Faults of a StatefulSet to be created. @see pkg/apis/apps/validation/validation.go (v1.36), as are the others here */
export function validateStatefulSet({ spec }: StatefulSet): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.selector')];
  return [...specFaults(spec), ...claimTemplateFaults(spec), ...serviceNameFaults(spec)];
}

/** What may not change in a StatefulSet, next to what may not be at all. */
export function validateStatefulSetUpdate({ spec }: StatefulSet, { spec: old }: Stored<StatefulSet>): FieldError[] {
  if (!spec || !old) return [];
  const asBefore: Record<string, unknown> = { ...spec };
  for (const field of changeable) {
    if (old[field] === undefined) delete asBefore[field];
    else asBefore[field] = old[field];
  }
  if (deepEqual(asBefore, old)) return specFaults(spec);
  const detail =
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
    "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  return [...specFaults(spec), fieldErrors.forbidden('spec', detail)];
}

function specFaults(spec: StatefulSetSpec): FieldError[] {
  const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {};
  const retention = 'spec.persistentVolumeClaimRetentionPolicy';
  return [
    ...mustBe(spec.podManagementPolicy, ['OrderedReady', 'Parallel'], 'spec.podManagementPolicy'),
    ...strategyFaults(spec),
    ...oneOf(whenDeleted, ['Delete', 'Retain'], `${retention}.whenDeleted`),
    ...oneOf(whenScaled, ['Delete', 'Retain'], `${retention}.whenScaled`),
    ...notNegative(spec.replicas, 'spec.replicas'),
    ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...notNegative(spec.ordinals?.start, 'spec.ordinals.start'),
    ...selectorFaults(spec.selector, 'statefulset'),
    ...validateSelectedTemplate(withClaimVolumes(spec), spec.selector),
    ...(spec.template.spec?.activeDeadlineSeconds === undefined
      ? []
      : [
          fieldErrors.forbidden(
            'spec.template.spec.activeDeadlineSeconds',
            'activeDeadlineSeconds in StatefulSet is not Supported',
          ),
        ]),
  ];
}

function strategyFaults({ updateStrategy = {} }: StatefulSetSpec): FieldError[] {
  const { type, rollingUpdate } = updateStrategy;
  const path = 'spec.updateStrategy';
  if (type === 'RollingUpdate') return notNegative(rollingUpdate?.partition, `${path}.rollingUpdate.partition`);
  if (type !== 'OnDelete') {
    const printed = { Type: type ?? '', RollingUpdate: rollingUpdate ?? null };
    return [fieldErrors.invalid(path, printed, "must be 'RollingUpdate' or 'OnDelete'")];
  }
  if (!rollingUpdate) return [];
  const printed = { Partition: rollingUpdate.partition ?? 0, MaxUnavailable: rollingUpdate.maxUnavailable ?? null };
  return [fieldErrors.invalid(`${path}.rollingUpdate`, printed, "only allowed for updateStrategy 'RollingUpdate'")];
}

function claimTemplateFaults({ volumeClaimTemplates = [] }: StatefulSetSpec): FieldError[] {
  return volumeClaimTemplates.flatMap(({ spec }, index) =>
    validateClaimSpec(spec ?? {}, `spec.volumeClaimTemplates[${index}].spec`),
  );
}

function serviceNameFaults({ serviceName }: StatefulSetSpec): FieldError[] {
  if (!serviceName) return [];
  return dnsLabelFaults(serviceName).map((fault) => fieldErrors.invalid('spec.serviceName', serviceName, fault));
}

/** The template with the volumes that each Pod gets for its claims: containers may mount them. */
function withClaimVolumes({ template, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplateSpec {
  if (!template.spec || volumeClaimTemplates.length === 0) return template;
  const names = volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? '');
  const claimed = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const volumes = [...claimed, ...(template.spec.volumes ?? []).filter(({ name }) => !names.includes(name))];
  return { ...template, spec: { ...template.spec, volumes } };
}

function mustBe(value: string | undefined, allowed: readonly [string, string], path: string): FieldError[] {
  if (!value) return [fieldErrors.required(path)];
  if (allowed.includes(value)) return [];
  return [fieldErrors.invalid(path, value, `must be '${allowed[0]}' or '${allowed[1]}'`)];
}
