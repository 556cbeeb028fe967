import type { ProcessPrivileges } from '../ports.ts';
import type { Owner } from '../files/inode.ts';

/** As the runtime gives them to a container that asks for nothing. @see containerd v2 pkg/oci defaultUnixCaps */
export const usualPrivileges: ProcessPrivileges = {
  capabilities: 0xa804_25fbn,
  cannotGainMore: false,
  hasSeccompFilter: false,
};

const bits = { CHOWN: 0n, NET_RAW: 13n };

/** Whether a process has a capability. Those of its container are root's alone. */
export function hasCapability(
  { privileges = usualPrivileges }: { readonly privileges?: ProcessPrivileges | undefined },
  user: Owner,
  name: keyof typeof bits,
): boolean {
  return user.uid === 0 && ((privileges.capabilities >> bits[name]) & 1n) === 1n;
}
