import { allRequests } from '#parts';
import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { SeccompProfile, SecurityContext } from 'kubernetes-types/core/v1';
import { oneOf } from '../numbers.ts';
import { relativePathFaults } from '../paths.ts';

const highestId = 2_147_483_647;
const longestAppArmorProfile = 4095;
const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];

interface AppArmorProfile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

/** Faults of what a container may do. @see pkg/apis/core/validation/validation.go `ValidateSecurityContext` (v1.36) */
export function validateSecurityContext(
  context: SecurityContext | undefined,
  hasHostUsers: boolean,
  path: string,
): FieldError[] {
  if (!context) return [];
  const { appArmorProfile } = context as { readonly appArmorProfile?: AppArmorProfile };
  return [
    ...idFaults(context.runAsUser, `${path}.runAsUser`),
    ...idFaults(context.runAsGroup, `${path}.runAsGroup`),
    ...procMountFaults(context.procMount, hasHostUsers, `${path}.procMount`),
    ...seccompFaults(context.seccompProfile, `${path}.seccompProfile`),
    ...escalationFaults(context, path),
    ...appArmorFaults(appArmorProfile, `${path}.appArmorProfile`),
  ];
}

/** Faults of the number of a user or a group. */
export function idFaults(id: number | undefined, path: string): FieldError[] {
  if (id === undefined || (id >= 0 && id <= highestId)) return [];
  return [fieldErrors.invalid(path, id, `must be between 0 and ${highestId}, inclusive`)];
}

function procMountFaults(type: string | undefined, hasHostUsers: boolean, path: string): FieldError[] {
  if (type === undefined) return [];
  if (type !== 'Unmasked') return oneOf(type, ['Default', 'Unmasked'], path);
  return hasHostUsers ? [fieldErrors.invalid(path, type, '`hostUsers` must be false to use `Unmasked`')] : [];
}

function escalationFaults(context: SecurityContext, path: string): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const fault = (what: string) =>
    fieldErrors.invalid(
      path,
      allRequests.code.internalObject('SecurityContext', { ...context }),
      `cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
    );
  const added = (context.capabilities?.add ?? []).filter((name) => name === 'CAP_SYS_ADMIN');
  return [
    ...(context.privileged ? [fault('`privileged` to true')] : []),
    ...added.map(() => fault('`capabilities.Add` CAP_SYS_ADMIN')),
  ];
}

/** Faults of a filter of system calls. */
export function seccompFaults(profile: SeccompProfile | undefined, path: string): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile } = profile;
  const faults = type
    ? oneOf(type, profileTypes, `${path}.type`)
    : [fieldErrors.required(`${path}.type`, 'type is required when seccompProfile is set')];
  const at = `${path}.localhostProfile`;
  if (type === 'Localhost') {
    if (localhostProfile !== undefined) return [...faults, ...relativePathFaults(localhostProfile, at)];
    return [...faults, fieldErrors.required(at, 'must be set when seccomp type is Localhost')];
  }
  if (localhostProfile === undefined) return faults;
  const printed = allRequests.code.internalObject('SeccompProfile', { ...profile });
  return [...faults, fieldErrors.invalid(at, printed, 'can only be set when seccomp type is Localhost')];
}

/** Faults of an AppArmor profile. */
export function appArmorFaults(profile: AppArmorProfile | undefined, path: string): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile } = profile;
  const at = `${path}.localhostProfile`;
  if (!type) return [fieldErrors.required(`${path}.type`, 'type is required when appArmorProfile is set')];
  if (type !== 'Localhost') {
    if (!profileTypes.includes(type)) return oneOf(type, profileTypes, `${path}.type`);
    if (localhostProfile === undefined) return [];
    return [fieldErrors.invalid(at, localhostProfile, 'can only be set when AppArmor type is Localhost')];
  }
  const trimmed = localhostProfile?.trim() ?? '';
  const faults: FieldError[] = [];
  if (localhostProfile !== undefined && trimmed !== localhostProfile) {
    faults.push(fieldErrors.invalid(at, localhostProfile, 'must not be padded with whitespace'));
  } else if (trimmed === '') faults.push(fieldErrors.required(at, 'must be set when AppArmor type is Localhost'));
  if ((localhostProfile?.length ?? 0) > longestAppArmorProfile) {
    faults.push(fieldErrors.tooLong(at, longestAppArmorProfile));
  }
  return faults;
}
