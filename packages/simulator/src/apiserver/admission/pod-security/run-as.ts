import { containersThat, named, type PodCheck, settersOf } from './pod-check.ts';

export const checkPrivilegeEscalation: PodCheck = (pod) => {
  const names = containersThat(pod, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  const detail = `${named('container', names)} must set securityContext.allowPrivilegeEscalation=false`;
  return { reason: 'allowPrivilegeEscalation != false', detail };
};

export const checkRunAsNonRoot: PodCheck = (pod) => {
  const reason = 'runAsNonRoot != true';
  const setters = settersOf(pod, ({ runAsNonRoot }) => runAsNonRoot === false);
  if (setters.length > 0) {
    return { reason, detail: `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false` };
  }
  if (pod.spec.securityContext?.runAsNonRoot) return undefined;
  const without = containersThat(pod, ({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  if (without.length === 0) return undefined;
  return { reason, detail: `pod or ${named('container', without)} must set securityContext.runAsNonRoot=true` };
};

export const checkRunAsUser: PodCheck = (pod) => {
  const setters = settersOf(pod, ({ runAsUser }) => runAsUser === 0);
  if (setters.length === 0) return undefined;
  return { reason: 'runAsUser=0', detail: `${setters.join(' and ')} must not set runAsUser=0` };
};
