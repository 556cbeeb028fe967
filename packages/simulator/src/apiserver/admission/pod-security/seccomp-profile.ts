import type { PodSecurityContext } from 'kubernetes-types/core/v1';
import {
  allContainers,
  containersThat,
  named,
  type PodCheck,
  plural,
  quoted,
  settersOf,
  sortedSet,
} from './pod-check.ts';

const reason = 'seccompProfile';
const podAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
const containerAnnotation = 'container.seccomp.security.alpha.kubernetes.io/';

/** Before Pods had a field for it. */
export const checkSeccompAnnotations: PodCheck = ({ annotations, spec }) => {
  const keys = [podAnnotation, ...allContainers(spec).map(({ name }) => containerAnnotation + name)];
  const forbidden = sortedSet(
    keys.flatMap((key) => {
      const value = annotations[key];
      return value === undefined || isAllowedAnnotation(value) ? [] : [`${key}=${JSON.stringify(value)}`];
    }),
  );
  if (forbidden.length === 0) return undefined;
  return { reason, detail: `forbidden ${plural('annotation', forbidden)} ${forbidden.join(', ')}` };
};

/** Only profiles that restrict something may be set. */
export const checkSeccompProfile: PodCheck = (pod) => {
  const { spec } = pod;
  const setters = settersOf(pod, (context) => badTypes(context).length > 0);
  if (setters.length === 0) return undefined;
  const contexts = [spec.securityContext, ...allContainers(spec).map(({ securityContext }) => securityContext)];
  const values = quoted(sortedSet(contexts.flatMap((context) => badTypes(context ?? {}))));
  return { reason, detail: `${setters.join(' and ')} must not set securityContext.seccompProfile.type to ${values}` };
};

/** One of them must be set. */
export const checkSeccompProfileIsSet: PodCheck = (pod) => {
  const wrong = checkSeccompProfile(pod);
  if (wrong || pod.spec.securityContext?.seccompProfile) return wrong;
  const without = containersThat(pod, ({ securityContext }) => !securityContext?.seccompProfile);
  if (without.length === 0) return undefined;
  const what = 'securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return { reason, detail: `pod or ${named('container', without)} must set ${what}` };
};

function badTypes({ seccompProfile }: PodSecurityContext): readonly string[] {
  const type = seccompProfile?.type;
  return type === undefined || type === 'RuntimeDefault' || type === 'Localhost' ? [] : [type];
}

function isAllowedAnnotation(value: string): boolean {
  return value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
}
