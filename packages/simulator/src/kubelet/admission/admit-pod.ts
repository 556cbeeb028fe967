import { findUntolerated } from '../../controllers/objects/taints.ts';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { matchesNodeAffinity } from '../../scheduler/plugins/node-affinity.ts';
import type { Amounts } from '../../scheduler/resources.ts';
import type { NodePressure } from '../eviction/eviction-decision.ts';
import { isCriticalPod, isStaticPod } from '../static-pods/static-pod.ts';
import type { StoredPod } from '../pod-types.ts';

/** Why a kubelet does not take a Pod on; `message` without the `Pod was rejected: ` of the status. */
export interface AdmissionFault {
  readonly reason: string;
  readonly message: string;
  /** What the node has too little of, and by how much, when nothing else speaks against a Pod that it cannot do without. */
  readonly lacks?: readonly Lack[];
}

/** An amount of a resource, in the unit of `Amounts`, that would have to be freed. */
export interface Lack {
  readonly resource: string;
  readonly amount: number;
}

export interface AdmissionInput {
  readonly pod: StoredPod;
  /** What it asks for. */
  readonly requests: Amounts;
  readonly node: StoredOf<'nodes'>;
  readonly allocatable: Amounts;
  /** What the Pods that are on the node have been given. */
  readonly used: Amounts;
  /** How many those are. */
  readonly podCount: number;
  /** A port of the host that it wants is taken. */
  readonly isPortTaken: boolean;
}

/**
 * Whether a kubelet takes a Pod on that was given to its node, by the scheduler or by hand. Of several faults the first
 * one counts; for a critical Pod one that room could be made for comes last.
 * @see kubernetes v1.36 pkg/kubelet/kubelet.go NewMainKubelet, pkg/kubelet/lifecycle/predicate.go, pkg/scheduler
 * AdmissionCheck; fidelity.md 2.10
 */
export function admissionFault(input: AdmissionInput): AdmissionFault | undefined {
  const { pod, node } = input;
  const sysctl = forbiddenSysctl(pod);
  if (sysctl) return sysctl;
  if (pod.metadata.labels?.['kubernetes.io/os'] !== undefined && pod.metadata.labels['kubernetes.io/os'] !== 'linux') {
    const message = "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label";
    return { reason: 'PodOSSelectorNodeLabelDoesNotMatch', message };
  }
  if (pod.spec.os && pod.spec.os.name !== 'linux') {
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
  }
  const shortage = findShortage(input);
  if (shortage && !isCriticalPod(pod)) return shortage;
  if (!matchesNodeAffinity(pod.spec, node)) {
    return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  }
  if (input.isPortTaken) return predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  if (!isStaticPod(pod) && findUntolerated(node.spec?.taints, pod.spec.tolerations, ['NoExecute'])) {
    return predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  }
  return shortage;
}

const safeSysctls =
  /^(kernel\.shm_rmid_forced|net\.ipv4\.(ip_local_port_range|ip_unprivileged_port_start|ip_local_reserved_ports|ping_group_range|tcp_(syncookies|keepalive_(time|intvl|probes)|fin_timeout|[rw]mem)))$/;

/**
 * A node that was set up in the usual way lets a Pod set what concerns nobody else.
 * @see kubernetes v1.36 pkg/kubelet/sysctl/allowlist.go, safe_sysctls.go
 */
function forbiddenSysctl({ spec }: StoredPod): AdmissionFault | undefined {
  const why = (spec.securityContext?.sysctls ?? []).flatMap(({ name }) => {
    const sysctl = name.replaceAll('/', '.');
    if (!safeSysctls.test(sysctl)) return [`"${sysctl}" not allowlisted`];
    return spec.hostNetwork && sysctl.startsWith('net.') ? [`"${sysctl}" not allowed with host net enabled`] : [];
  })[0];
  return why === undefined ? undefined : { reason: 'SysctlForbidden', message: `forbidden sysctl: ${why}` };
}

/**
 * While a node is low on memory it takes no Pods on that ask for nothing, while it is low on disk none at all; except
 * those it cannot do without.
 * @param pressures conditions of the node that are True
 * @see kubernetes v1.36 pkg/kubelet/eviction/eviction_manager.go Admit
 */
export function pressureFault(pod: StoredPod, pressures: readonly NodePressure[]): AdmissionFault | undefined {
  if (pressures.length === 0 || isCriticalPod(pod)) return undefined;
  if (!pressures.includes('DiskPressure')) {
    const isTolerated = pod.spec.tolerations?.some(({ key }) => key === 'node.kubernetes.io/memory-pressure');
    if (pod.status?.qosClass !== 'BestEffort' || isTolerated) return undefined;
  }
  return { reason: 'Evicted', message: `The node had condition: [${pressures.join(' ')}]. ` };
}

/**
 * The first resource that a node has too little of, and by how much each that is short.
 * @see kubernetes v1.36 pkg/scheduler/framework/plugins/noderesources/fit.go, pkg/kubelet/lifecycle/predicate.go
 */
export function findShortage({
  requests,
  allocatable,
  used,
  podCount,
}: Pick<AdmissionInput, 'requests' | 'allocatable' | 'used' | 'podCount'>): AdmissionFault | undefined {
  const lacks: Lack[] = [];
  let fault: AdmissionFault | undefined;
  for (const resource of counted) {
    const requested = resource === 'pods' ? 1 : (requests[resource] ?? 0);
    const taken = resource === 'pods' ? podCount : (used[resource] ?? 0);
    const capacity = allocatable[resource] ?? 0;
    const amount = requested - (capacity - taken);
    if (requested <= 0 || amount <= 0) continue;
    lacks.push({ resource, amount });
    const message = `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${taken}, capacity: ${capacity}`;
    fault ??= { reason: `OutOf${resource}`, message, lacks };
  }
  return fault;
}

const counted = ['pods', 'cpu', 'memory', 'ephemeral-storage'] as const;

function predicate(reason: string, why: string): AdmissionFault {
  return { reason, message: `Predicate ${reason} failed: ${why}` };
}
