import type { Container } from 'kubernetes-types/core/v1';
import { allContainers, containersThat, named, type PodCheck, quoted, sortedSet } from './pod-check.ts';

const baseline = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const restricted = new Set(['NET_BIND_SERVICE']);

export const checkBaselineCapabilities: PodCheck = (pod) => {
  const detail = additionsBeyond(baseline)(pod);
  return detail === undefined ? undefined : { reason: 'non-default capabilities', detail };
};

export const checkRestrictedCapabilities: PodCheck = (pod) => {
  const keeping = containersThat(pod, ({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'));
  const details = [
    keeping.length > 0
      ? `${named('container', keeping)} must set securityContext.capabilities.drop=["ALL"]`
      : undefined,
    additionsBeyond(restricted)(pod),
  ].filter((detail) => detail !== undefined);
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
};

function additionsBeyond(allowed: ReadonlySet<string>): (pod: Parameters<PodCheck>[0]) => string | undefined {
  const beyond = ({ securityContext }: Container) =>
    (securityContext?.capabilities?.add ?? []).filter((capability) => !allowed.has(capability));
  return (pod) => {
    const names = containersThat(pod, (container) => beyond(container).length > 0);
    if (names.length === 0) return undefined;
    const added = quoted(sortedSet(allContainers(pod.spec).flatMap(beyond)));
    return `${named('container', names)} must not include ${added} in securityContext.capabilities.add`;
  };
}
