import {
  addQuantities,
  formatQuantity,
  humanAge,
  parseQuantity,
  type Quantity,
  type Stored,
  zeroQuantity,
} from '@podlab/apimachinery';
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { Node } from 'kubernetes-types/core/v1';
import type { StoredPod } from '../resources/pod-of.ts';
import { type DescribeWriter, timeText, writeAnnotations, writePairs } from './describe-writer.ts';
import { writeTaints } from './tolerations.ts';

const rolePrefix = 'node-role.kubernetes.io/';

/** Writes a Node as `kubectl describe node` does, but for its events. @param pods those on it that are not over */
export function describeNode(
  writer: DescribeWriter,
  node: Stored<Node>,
  {
    lease,
    pods,
    nowMs,
  }: { readonly lease: Stored<Lease> | undefined; readonly pods: readonly StoredPod[]; readonly nowMs: number },
): void {
  const { metadata, spec, status } = node;
  const roles = Object.keys(metadata.labels ?? {})
    .filter((key) => key.startsWith(rolePrefix))
    .map((key) => key.slice(rolePrefix.length));
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Roles:\t${roles.length === 0 ? '<none>' : roles.toSorted().join(',')}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, `CreationTimestamp:\t${timeText(metadata.creationTimestamp)}`);
  writeTaints(writer, spec?.taints ?? []);
  writer.line(0, `Unschedulable:\t${spec?.unschedulable ?? false}`);
  writeLease(writer, lease);
  writeConditions(writer, node);
  writer.line(0, 'Addresses:');
  for (const { type, address } of status?.addresses ?? []) writer.line(1, `${type}:\t${address}`);
  writeAmounts(writer, 'Capacity', status?.capacity);
  writeAmounts(writer, 'Allocatable', status?.allocatable);
  writeSystemInfo(writer, node);
  writePods(writer, pods, status?.allocatable ?? {}, nowMs);
  writeAllocated(writer, pods, status?.allocatable ?? {});
}

function writeLease(writer: DescribeWriter, lease: Stored<Lease> | undefined): void {
  writer.line(0, 'Lease:');
  writer.line(1, `HolderIdentity:\t${lease?.spec?.holderIdentity ?? '<unset>'}`);
  writer.line(1, `AcquireTime:\t${timeText(lease?.spec?.acquireTime)}`);
  writer.line(1, `RenewTime:\t${timeText(lease?.spec?.renewTime)}`);
}

function writeConditions(writer: DescribeWriter, { status }: Stored<Node>): void {
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  writer.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const condition of status?.conditions ?? []) {
    const times = `${timeText(condition.lastHeartbeatTime)} \t${timeText(condition.lastTransitionTime)}`;
    writer.line(
      1,
      `${condition.type} \t${condition.status} \t${times} \t${condition.reason ?? ''} \t${condition.message ?? ''}`,
    );
  }
}

function writeAmounts(
  writer: DescribeWriter,
  title: string,
  amounts: Readonly<Record<string, string>> | undefined,
): void {
  writer.line(0, `${title}:`);
  for (const [name, amount] of sortedEntries(amounts ?? {})) writer.line(1, `${name}:\t${amount}`);
}

function writeSystemInfo(writer: DescribeWriter, { spec, status }: Stored<Node>): void {
  const info = status?.nodeInfo;
  writer.line(0, 'System Info:');
  writer.line(1, `Machine ID:\t${info?.machineID ?? ''}`);
  writer.line(1, `System UUID:\t${info?.systemUUID ?? ''}`);
  writer.line(1, `Boot ID:\t${info?.bootID ?? ''}`);
  writer.line(1, `Kernel Version:\t${info?.kernelVersion ?? ''}`);
  writer.line(1, `OS Image:\t${info?.osImage ?? ''}`);
  writer.line(1, `Operating System:\t${info?.operatingSystem ?? ''}`);
  writer.line(1, `Architecture:\t${info?.architecture ?? ''}`);
  writer.line(1, `Container Runtime Version:\t${info?.containerRuntimeVersion ?? ''}`);
  writer.line(1, `Kubelet Version:\t${info?.kubeletVersion ?? ''}`);
  if (spec?.podCIDR) writer.line(0, `PodCIDR:\t${spec.podCIDR}`);
  if (spec?.podCIDRs && spec.podCIDRs.length > 0) writer.line(0, `PodCIDRs:\t${spec.podCIDRs.join(',')}`);
  if (spec?.providerID) writer.line(0, `ProviderID:\t${spec.providerID}`);
}

type Amounts = Readonly<Record<string, string>>;

function writePods(writer: DescribeWriter, pods: readonly StoredPod[], allocatable: Amounts, nowMs: number): void {
  writer.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  writer.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  writer.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const pod of pods) {
    const share = (kind: 'limits' | 'requests', name: string) => shareText(sumOf([pod], kind, name), allocatable[name]);
    const age = humanAge(pod.metadata.creationTimestamp, nowMs);
    writer.line(
      1,
      `${pod.metadata.namespace ?? ''}\t${pod.metadata.name}\t\t${share('requests', 'cpu')}\t${share('limits', 'cpu')}\t${share('requests', 'memory')}\t${share('limits', 'memory')}\t${age}`,
    );
  }
}

function writeAllocated(writer: DescribeWriter, pods: readonly StoredPod[], allocatable: Amounts): void {
  writer.line(0, 'Allocated resources:');
  writer.line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  writer.line(1, 'Resource\tRequests\tLimits');
  writer.line(1, '--------\t--------\t------');
  const huge = Object.keys(allocatable)
    .filter((name) => name.startsWith('hugepages-'))
    .toSorted();
  for (const name of ['cpu', 'memory', 'ephemeral-storage', ...huge]) {
    const share = (kind: 'limits' | 'requests') => shareText(sumOf(pods, kind, name), allocatable[name]);
    writer.line(1, `${name}\t${share('requests')}\t${share('limits')}`);
  }
}

/** What Pods ask for: the sum of their containers and sidecars, or the largest init container when that is more. */
function sumOf(pods: readonly StoredPod[], kind: 'limits' | 'requests', name: string): Quantity {
  let total = zeroQuantity;
  for (const { spec } of pods) {
    const amountOf = (container: { resources?: { limits?: Amounts; requests?: Amounts } }) =>
      parseQuantity(container.resources?.[kind]?.[name] ?? '0');
    const inits = spec?.initContainers ?? [];
    const isSidecar = (container: { restartPolicy?: string }) => container.restartPolicy === 'Always';
    let sidecars = zeroQuantity;
    let peak = zeroQuantity;
    for (const init of inits) {
      const withThis = addQuantities(sidecars, amountOf(init));
      if (withThis.nanos > peak.nanos) peak = withThis;
      if (isSidecar(init)) sidecars = withThis;
    }
    const running = (spec?.containers ?? []).reduce(
      (sum, container) => addQuantities(sum, amountOf(container)),
      sidecars,
    );
    total = addQuantities(total, peak.nanos > running.nanos ? peak : running);
  }
  return total;
}

function shareText(amount: Quantity, allocatable: string | undefined): string {
  const whole = parseQuantity(allocatable ?? '0').nanos;
  const percent = whole === 0n ? 0n : (amount.nanos * 100n) / whole;
  return `${formatQuantity(amount)} (${percent}%)`;
}

function sortedEntries(map: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
