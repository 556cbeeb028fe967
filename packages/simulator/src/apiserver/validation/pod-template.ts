import { fieldErrors, matchesSelector, SelectorError, selectorOf, type FieldError } from '@podlab/apimachinery';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { validateLabels } from './metadata.ts';
import { oneOf } from './numbers.ts';
import { validatePodSpec } from './pod-spec.ts';

/**
 * Faults of a template of Pods under a path, but for those of the owner's own rules.
 * @see pkg/apis/core/validation/validation.go `ValidatePodTemplateSpec` (v1.36)
 */
export function validatePodTemplate(template: PodTemplateSpec | undefined, path: string): FieldError[] {
  return [
    ...validateLabels(template?.metadata?.labels, `${path}.metadata.labels`),
    ...validatePodSpec(template?.spec ?? { containers: [] }, `${path}.spec`),
  ];
}

/** Faults of a template whose Pods run for ever, and of its labels, which the owner must select. */
export function validateSelectedTemplate(
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
): FieldError[] {
  const path = 'spec.template';
  const labels = template?.metadata?.labels ?? {};
  const restartPath = `${path}.spec.restartPolicy`;
  return [
    ...selectorMismatch(labels, selector),
    ...validatePodTemplate(template, path).filter(({ field }) => field !== restartPath),
    ...(template?.spec ? oneOf(template.spec.restartPolicy, ['Always'], restartPath) : []),
  ];
}

/** Faults of the selector of an owner that needs one. @param kind in the API's message, such as `daemonset` */
export function selectorFaults(selector: LabelSelector | undefined, kind: string): FieldError[] {
  if (!selector) return [fieldErrors.required('spec.selector')];
  if (!selector.matchExpressions?.length && Object.keys(selector.matchLabels ?? {}).length === 0) {
    return [fieldErrors.invalid('spec.selector', {}, `empty selector is invalid for ${kind}`)];
  }
  try {
    selectorOf(selector);
    return [];
  } catch (error) {
    if (error instanceof SelectorError) return [fieldErrors.invalid('spec.selector', selector, error.message)];
    throw error;
  }
}

/** The fault of a selector that does not select the template's labels. */
export function selectorMismatch(
  labels: Readonly<Record<string, string>>,
  selector: LabelSelector | undefined,
): FieldError[] {
  if (!selector || isMatching(labels, selector)) return [];
  const path = 'spec.template.metadata.labels';
  return [fieldErrors.invalid(path, labels, '`selector` does not match template `labels`')];
}

function isMatching(labels: Readonly<Record<string, string>>, selector: LabelSelector): boolean {
  try {
    return matchesSelector(selectorOf(selector), labels);
  } catch (error) {
    if (error instanceof SelectorError) return true;
    throw error;
  }
}
