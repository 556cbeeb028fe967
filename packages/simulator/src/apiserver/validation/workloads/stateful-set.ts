import { deepEqual, dnsLabelFaults, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { RollingUpdateStatefulSetStrategy, StatefulSet, StatefulSetSpec } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { notNegative, oneOf } from '../numbers.ts';
import { validateClaimSpec } from '../storage/persistent-volume-claim.ts';
import {
  isSelector,
  lastingFaults,
  selectorFaults,
  selectorMismatch,
  templateMetadataFaults,
  validatePodTemplate,
} from '../pods/pod-template.ts';

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
  return spec ? specFaults(spec, true) : [fieldErrors.required('spec.selector')];
}

/** What may not change in a StatefulSet, next to what may not be at all. */
export function validateStatefulSetUpdate({ spec }: StatefulSet, { spec: old }: Stored<StatefulSet>): FieldError[] {
  if (!spec || !old) return [];
  const asBefore: Record<string, unknown> = { ...spec };
  for (const field of changeable) {
    if (old[field] === undefined) delete asBefore[field];
    else asBefore[field] = old[field];
  }
  if (deepEqual(asBefore, old)) return specFaults(spec, false);
  const detail =
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
    "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  return [...specFaults(spec, false), fieldErrors.forbidden('spec', detail)];
}

/** @param isNew whether it has what cannot change afterwards, and is looked at once only */
function specFaults(spec: StatefulSetSpec, isNew: boolean): FieldError[] {
  const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {};
  const retention = 'spec.persistentVolumeClaimRetentionPolicy';
  const faults = [
    ...mustBe(spec.podManagementPolicy, ['OrderedReady', 'Parallel'], 'spec.podManagementPolicy'),
    ...strategyFaults(spec),
    ...oneOf(whenDeleted, ['Retain', 'Delete'], `${retention}.whenDeleted`),
    ...oneOf(whenScaled, ['Retain', 'Delete'], `${retention}.whenScaled`),
    ...(isNew ? claimTemplateFaults(spec) : []),
    ...notNegative(spec.replicas, 'spec.replicas'),
    ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...notNegative(spec.ordinals?.start, 'spec.ordinals.start'),
    ...(isNew ? serviceNameFaults(spec) : []),
    ...selectorFaults(spec.selector, 'statefulset'),
  ];
  if (!isSelector(spec.selector)) faults.push(fieldErrors.invalid('spec.selector', spec.selector, ''));
  else {
    faults.push(
      ...selectorMismatch(spec.template?.metadata?.labels, spec.selector),
      ...validatePodTemplate(podTemplateOf(spec), 'spec.template'),
      // The API server looks at these twice.
      ...templateMetadataFaults(spec.template?.metadata, 'spec.template'),
    );
  }
  return [...faults, ...lastingFaults(spec.template, 'StatefulSet')];
}

function strategyFaults({ updateStrategy = {} }: StatefulSetSpec): FieldError[] {
  const { type, rollingUpdate } = updateStrategy;
  const path = 'spec.updateStrategy';
  if (type === 'RollingUpdate') return notNegative(rollingUpdate?.partition, `${path}.rollingUpdate.partition`);
  if (type !== 'OnDelete') {
    const printed = { Type: type ?? '', RollingUpdate: rollingUpdate ? printRollingUpdate(rollingUpdate) : null };
    return [fieldErrors.invalid(path, printed, "must be 'RollingUpdate' or 'OnDelete'")];
  }
  if (!rollingUpdate) return [];
  const printed = printRollingUpdate(rollingUpdate);
  return [fieldErrors.invalid(`${path}.rollingUpdate`, printed, "only allowed for updateStrategy 'RollingUpdate'")];
}

/** As Go prints the internal type. */
function printRollingUpdate({ partition, maxUnavailable }: RollingUpdateStatefulSetStrategy): object {
  return { Partition: partition ?? 0, MaxUnavailable: maxUnavailable ?? null };
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

/** The template as its Pods see it: with volumes for their claims, which containers may mount, and names of their own. */
function podTemplateOf({ template, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplateSpec {
  if (!template?.spec) return template;
  const { hostname: _hostname, subdomain: _subdomain, ...spec } = template.spec;
  if (volumeClaimTemplates.length === 0) return { ...template, spec };
  const names = volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? '');
  const claimed = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const volumes = [...claimed, ...(spec.volumes ?? []).filter(({ name }) => !names.includes(name))];
  return { ...template, spec: { ...spec, volumes } };
}

function mustBe(value: string | undefined, allowed: readonly [string, string], path: string): FieldError[] {
  if (!value) return [fieldErrors.required(path)];
  if (allowed.includes(value)) return [];
  return [fieldErrors.invalid(path, value, `must be '${allowed[0]}' or '${allowed[1]}'`)];
}
