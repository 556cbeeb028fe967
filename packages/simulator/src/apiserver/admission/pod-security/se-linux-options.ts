import type { PodSecurityContext } from 'kubernetes-types/core/v1';
import { allContainers, named, type PodCheck, settersOf, sortedSet } from './pod-check.ts';

const firstTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

export const checkSeLinuxOptions = checkTypes(firstTypes);
export const checkSeLinuxOptionsSince31 = checkTypes([...firstTypes, 'container_engine_t']);

function checkTypes(allowed: readonly string[]): PodCheck {
  const isForbidden = ({ seLinuxOptions: options }: PodSecurityContext) =>
    options !== undefined && (!allowed.includes(options.type ?? '') || Boolean(options.user) || Boolean(options.role));
  return (pod) => {
    const setters = settersOf(pod, isForbidden);
    if (setters.length === 0) return undefined;
    const { spec } = pod;
    const all = [spec.securityContext, ...allContainers(spec).map(({ securityContext }) => securityContext)].flatMap(
      (context) => context?.seLinuxOptions ?? [],
    );
    const types = sortedSet(all.map(({ type }) => type ?? '').filter((type) => !allowed.includes(type)));
    const what = [
      ...(types.length > 0 ? [named('type', types)] : []),
      ...(all.some(({ user }) => user) ? ['user may not be set'] : []),
      ...(all.some(({ role }) => role) ? ['role may not be set'] : []),
    ];
    const detail = `${setters.join(' and ')} set forbidden securityContext.seLinuxOptions: ${what.join('; ')}`;
    return { reason: 'seLinuxOptions', detail };
  };
}
