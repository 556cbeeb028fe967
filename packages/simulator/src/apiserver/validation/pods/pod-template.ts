import { fieldErrors, matchesSelector, SelectorError, selectorOf, type FieldError } from '@podlab/apimachinery';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { validateLabelSelector } from '../label-selector.ts';
import { validateAnnotations, validateLabels } from '../metadata.ts';
import { oneOf } from '../numbers.ts';
import { validatePodAnnotations } from './pod-annotations.ts';
import { validatePodSpec } from './pod-spec.ts';

/**
 * Faults of a template of Pods under a path, but for those of the owner's own rules.
 * @see pkg/apis/core/validation/validation.go `ValidatePodTemplateSpec` (v1.36)
 */
export function validatePodTemplate(template: PodTemplateSpec | undefined, path: string): FieldError[] {
  const { metadata, spec = { containers: [] } } = template ?? {};
  return [
    ...templateMetadataFaults(metadata, path),
    ...validatePodSpec(spec, `${path}.spec`),
    ...(spec.ephemeralContainers?.length
      ? [fieldErrors.forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : []),
  ];
}

/** Faults of a template's labels and annotations; their path is without `metadata`. */
export function templateMetadataFaults(metadata: PodTemplateSpec['metadata'], path: string): FieldError[] {
  return [
    ...validateLabels(metadata?.labels, `${path}.labels`),
    ...validateAnnotations(metadata?.annotations, `${path}.annotations`),
    ...validatePodAnnotations(metadata?.annotations, `${path}.annotations`),
  ];
}

/** Faults of a template whose Pods run for ever. @param owner kind of the owner in the API's message */
export function validateLastingTemplate(
  template: PodTemplateSpec | undefined,
  owner: 'DaemonSet' | 'ReplicaSet' | 'ReplicationController' | 'StatefulSet',
): FieldError[] {
  return [...validatePodTemplate(template, 'spec.template'), ...lastingFaults(template, owner)];
}

/** That Pods run for ever. */
export function lastingFaults(template: PodTemplateSpec | undefined, owner: string): FieldError[] {
  const path = 'spec.template.spec';
  const faults = oneOf(template?.spec?.restartPolicy, ['Always'], `${path}.restartPolicy`);
  if (template?.spec?.activeDeadlineSeconds === undefined) return faults;
  const detail = `activeDeadlineSeconds in ${owner} is not Supported`;
  return [...faults, fieldErrors.forbidden(`${path}.activeDeadlineSeconds`, detail)];
}

/** Faults of the selector of an owner that needs one. @param kind in the API's message, such as `daemonset` */
export function selectorFaults(selector: LabelSelector | undefined, kind: string): FieldError[] {
  if (!selector) return [fieldErrors.required('spec.selector')];
  return [...validateLabelSelector(selector, 'spec.selector'), ...emptySelectorFaults(selector, kind)];
}

/** The fault of a selector of everything. */
export function emptySelectorFaults(selector: LabelSelector, kind: string): FieldError[] {
  if (selector.matchExpressions?.length || Object.keys(selector.matchLabels ?? {}).length > 0) return [];
  return [fieldErrors.invalid('spec.selector', {}, `empty selector is invalid for ${kind}`)];
}

/** Whether a selector can be evaluated; no selector can. */
export function isSelector(selector: LabelSelector | undefined): boolean {
  try {
    selectorOf(selector ?? {});
    return true;
  } catch (error) {
    if (error instanceof SelectorError) return false;
    throw error;
  }
}

/**
 * The fault of a selector that does not select the template's labels, if it can be evaluated. No selector selects
 * nothing, an empty one everything.
 */
export function selectorMismatch(
  labels: Readonly<Record<string, string>> | undefined,
  selector: LabelSelector | undefined,
): FieldError[] {
  if (!isSelector(selector) || (selector && matchesSelector(selectorOf(selector), labels ?? {}))) return [];
  const path = 'spec.template.metadata.labels';
  return [fieldErrors.invalid(path, sortedLabels(labels), '`selector` does not match template `labels`')];
}

function sortedLabels(labels: Readonly<Record<string, string>> | undefined): object | undefined {
  return labels && Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
