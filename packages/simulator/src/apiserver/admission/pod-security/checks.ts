import { checkAppArmorProfile } from './app-armor-profile.ts';
import { checkBaselineCapabilities, checkRestrictedCapabilities } from './capabilities.ts';
import {
  checkHostNamespaces,
  checkHostPathVolumes,
  checkHostPorts,
  checkPrivileged,
  checkProbeHosts,
  checkProcMount,
  checkWindowsHostProcess,
} from './host-access.ts';
import type { PodCheck } from './pod-check.ts';
import { checkRestrictedVolumes } from './restricted-volumes.ts';
import { checkPrivilegeEscalation, checkRunAsNonRoot, checkRunAsUser } from './run-as.ts';
import { checkSeLinuxOptions, checkSeLinuxOptionsSince31 } from './se-linux-options.ts';
import { checkSeccompAnnotations, checkSeccompProfile, checkSeccompProfileIsSet } from './seccomp-profile.ts';
import { sysctlChecks } from './sysctls.ts';

/** A rule as it was from a minor version of the policy (v1.N) on, until the next one that is given. */
export type VersionedCheck = readonly [sinceMinor: number, check: PodCheck];

export interface BaselineCheck {
  readonly versions: readonly VersionedCheck[];
}

export interface RestrictedCheck extends BaselineCheck {
  /** The milder rule that this one takes the place of. */
  readonly replaces?: BaselineCheck;
}

const capabilities: BaselineCheck = { versions: [[0, checkBaselineCapabilities]] };
const hostPathVolumes: BaselineCheck = { versions: [[0, checkHostPathVolumes]] };
const seccompProfile: BaselineCheck = {
  versions: [
    [0, checkSeccompAnnotations],
    [19, checkSeccompProfile],
  ],
};
const procMount: BaselineCheck = {
  versions: [
    [0, checkProcMount],
    [35, unlessOwnUsers(checkProcMount)],
  ],
};

/** In the order of a message. */
export const baselineChecks: readonly BaselineCheck[] = [
  { versions: [[0, checkAppArmorProfile]] },
  capabilities,
  { versions: [[0, checkHostNamespaces]] },
  hostPathVolumes,
  { versions: [[0, checkHostPorts]] },
  { versions: [[34, checkProbeHosts]] },
  { versions: [[0, checkPrivileged]] },
  procMount,
  {
    versions: [
      [0, checkSeLinuxOptions],
      [31, checkSeLinuxOptionsSince31],
    ],
  },
  seccompProfile,
  { versions: sysctlChecks },
  { versions: [[0, checkWindowsHostProcess]] },
];

/** In the order of a message, which comes after the baseline's. */
export const restrictedChecks: readonly RestrictedCheck[] = [
  {
    versions: [
      [8, checkPrivilegeEscalation],
      [25, unlessWindows(checkPrivilegeEscalation)],
    ],
  },
  {
    replaces: capabilities,
    versions: [
      [22, checkRestrictedCapabilities],
      [25, unlessWindows(checkRestrictedCapabilities)],
    ],
  },
  { replaces: procMount, versions: [[35, checkProcMount]] },
  { replaces: hostPathVolumes, versions: [[0, checkRestrictedVolumes]] },
  {
    versions: [
      [0, checkRunAsNonRoot],
      [35, unlessOwnUsers(checkRunAsNonRoot)],
    ],
  },
  {
    versions: [
      [23, checkRunAsUser],
      [35, unlessOwnUsers(checkRunAsUser)],
    ],
  },
  {
    replaces: seccompProfile,
    versions: [
      [19, checkSeccompProfileIsSet],
      [25, unlessWindows(checkSeccompProfileIsSet)],
    ],
  },
];

/** Windows has no such thing, and its Pods may not set it. */
function unlessWindows(check: PodCheck): PodCheck {
  return (pod) => (pod.spec.os?.name === 'windows' ? undefined : check(pod));
}

/** Root in a Pod with users of its own is nobody on the node. */
function unlessOwnUsers(check: PodCheck): PodCheck {
  return (pod) => (pod.spec.hostUsers === false ? undefined : check(pod));
}
