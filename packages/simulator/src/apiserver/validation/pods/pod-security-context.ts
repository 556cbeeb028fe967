import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { PodSecurityContext, PodSpec, Sysctl } from 'kubernetes-types/core/v1';
import { optionalOneOf } from '../numbers.ts';
import { appArmorFaults, idFaults, seccompFaults } from './security-context.ts';

const longestSysctl = 253;
const sysctlName = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';
const hostNetworkSysctl = /^net[./]/;
const hostIpcSysctl = /^(kernel[./](msg|sem|shm)|fs[./]mqueue[./])/;

/**
 * Faults of what all containers of a Pod may do.
 * @see pkg/apis/core/validation/validation.go `validatePodSpecSecurityContext` (v1.36)
 */
export function validatePodSecurityContext(spec: PodSpec, path: string): FieldError[] {
  const { securityContext } = spec;
  const at = `${path}.securityContext`;
  const { appArmorProfile, supplementalGroupsPolicy, seLinuxChangePolicy, ...context } = (securityContext ??
    {}) as PodSecurityContext & {
    readonly appArmorProfile?: object;
    readonly supplementalGroupsPolicy?: string;
    readonly seLinuxChangePolicy?: string;
  };
  return [
    ...idFaults(context.fsGroup, `${at}.fsGroup`),
    ...idFaults(context.runAsUser, `${at}.runAsUser`),
    ...idFaults(context.runAsGroup, `${at}.runAsGroup`),
    ...(context.supplementalGroups ?? []).flatMap((id, index) => idFaults(id, `${at}.supplementalGroups[${index}]`)),
    ...(spec.shareProcessNamespace && spec.hostPID
      ? [
          fieldErrors.invalid(
            `${at}.shareProcessNamespace`,
            true,
            'ShareProcessNamespace and HostPID cannot both be enabled',
          ),
        ]
      : []),
    ...sysctlFaults(context.sysctls ?? [], spec, `${at}.sysctls`),
    ...optionalOneOf(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${at}.fsGroupChangePolicy`),
    ...seccompFaults(context.seccompProfile, `${at}.seccompProfile`),
    ...appArmorFaults(appArmorProfile, `${at}.appArmorProfile`),
    ...optionalOneOf(supplementalGroupsPolicy, ['Merge', 'Strict'], `${at}.supplementalGroupsPolicy`),
    ...optionalOneOf(seLinuxChangePolicy, ['Recursive'], `${at}.seLinuxChangePolicy`),
  ];
}

function sysctlFaults(sysctls: readonly Sysctl[], { hostNetwork, hostIPC }: PodSpec, path: string): FieldError[] {
  return sysctls.flatMap(({ name = '' }: Partial<Sysctl>, index) => {
    const at = `${path}[${index}].name`;
    const faults: FieldError[] = [];
    if (name === '') faults.push(fieldErrors.required(at));
    else if (name.length > longestSysctl || !new RegExp(sysctlName).test(name)) {
      const detail = `must have at most ${longestSysctl} characters and match regex ${sysctlName}`;
      faults.push(fieldErrors.invalid(at, name, detail));
    } else if (sysctls.findIndex((other) => other.name === name) < index) faults.push(fieldErrors.duplicate(at, name));
    if (hostNetwork && hostNetworkSysctl.test(name)) {
      faults.push(fieldErrors.invalid(at, name, "may not be specified when 'hostNetwork' is true"));
    } else if (hostIPC && hostIpcSysctl.test(name)) {
      faults.push(fieldErrors.invalid(at, name, "may not be specified when 'hostIPC' is true"));
    }
    return faults;
  });
}
