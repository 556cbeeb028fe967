import { type ProcessPrivileges, usualPrivileges } from '@podlab/shell';
import type { SecurityContext } from 'kubernetes-types/core/v1';

/** In the kernel's order. @see linux include/uapi/linux/capability.h */
const names = (
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE ' +
  'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN ' +
  'SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE ' +
  'MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'
).split(' ');
const all = (1n << BigInt(names.length)) - 1n;

/**
 * What a container asks for; undefined when it leaves all to the runtime.
 * @param pod of the Pod as a whole
 * @see containerd v2 internal/cri/server container_create_linux.go, internal/cri/opts WithCapabilities
 */
export function privilegesOf(
  container: SecurityContext | undefined,
  pod: { readonly seccompProfile?: { readonly type: string } } | undefined,
): ProcessPrivileges | undefined {
  if (!container && !pod?.seccompProfile) return undefined;
  const { add = [], drop = [] } = container?.capabilities ?? {};
  const isPrivileged = container?.privileged ?? false;
  const base = has(drop, 'ALL') ? 0n : has(add, 'ALL') ? all : usualPrivileges.capabilities;
  const seccomp = (container?.seccompProfile ?? pod?.seccompProfile)?.type ?? 'Unconfined';
  return {
    capabilities: isPrivileged ? all : (base | bitsOf(add)) & ~bitsOf(drop),
    cannotGainMore: container?.allowPrivilegeEscalation === false,
    hasSeccompFilter: !isPrivileged && seccomp !== 'Unconfined',
  };
}

function has(list: readonly string[], name: string): boolean {
  return list.some((entry) => entry.toUpperCase() === name);
}

function bitsOf(list: readonly string[]): bigint {
  return list.reduce((bits, entry) => {
    const index = names.indexOf(entry.toUpperCase());
    return index < 0 ? bits : bits | (1n << BigInt(index));
  }, 0n);
}
