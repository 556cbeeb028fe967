import { findCondition, type Stored } from '@podlab/apimachinery';
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { ComponentStatus, Namespace, Node } from 'kubernetes-types/core/v1';
import type { RuntimeClass } from 'kubernetes-types/node/v1';
import { ageColumn, nameColumn, textColumn, wide, type TableColumn } from './table-column.ts';

const rolePrefix = 'node-role.kubernetes.io/';

/** @see pkg/printers/internalversion/printers.go (v1.36) */
export const nodeColumns: readonly TableColumn<Stored<Node>>[] = [
  nameColumn,
  textColumn('Status', 'Whether the node is ready and takes new Pods.', nodeStatus),
  textColumn('Roles', 'Roles by label.', nodeRoles),
  ageColumn,
  textColumn('Version', 'Version of the kubelet.', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
  wide(textColumn('Internal-IP', 'Address inside the cluster.', (node) => nodeAddress(node, 'InternalIP'))),
  wide(textColumn('External-IP', 'Address from outside.', (node) => nodeAddress(node, 'ExternalIP'))),
  wide(textColumn('OS-Image', 'Operating system.', ({ status }) => status?.nodeInfo?.osImage || '<unknown>')),
  wide(textColumn('Kernel-Version', 'Kernel and architecture.', kernelVersion)),
  wide(
    textColumn(
      'Container-Runtime',
      'Container runtime and its version.',
      ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>',
    ),
  ),
];

export const namespaceColumns: readonly TableColumn<Stored<Namespace>>[] = [
  nameColumn,
  textColumn('Status', 'Active or Terminating.', ({ status }) => status?.phase ?? ''),
  ageColumn,
];

/** Of the condition `Healthy`, which is the only one. */
type Part = Stored<ComponentStatus>;
const health = ({ conditions }: Part) => findCondition(conditions ?? [], 'Healthy');
const healthOf: Readonly<Record<string, string>> = { True: 'Healthy', False: 'Unhealthy' };

export const componentStatusColumns: readonly TableColumn<Part>[] = [
  nameColumn,
  textColumn('Status', 'Whether the part is well.', (part) => healthOf[health(part)?.status ?? ''] ?? 'Unknown'),
  textColumn('Message', 'What it says.', (part) => health(part)?.message ?? ''),
  textColumn('Error', 'What is wrong with it.', (part) => health(part)?.error ?? ''),
];

export const leaseColumns: readonly TableColumn<Stored<Lease>>[] = [
  nameColumn,
  textColumn('Holder', 'Who holds the lease.', ({ spec }) => spec?.holderIdentity ?? ''),
  ageColumn,
];

export const runtimeClassColumns: readonly TableColumn<Stored<RuntimeClass>>[] = [
  nameColumn,
  textColumn('Handler', 'What runs the Pods of the class.', ({ handler }) => handler),
  ageColumn,
];

function nodeStatus({ spec, status }: Stored<Node>): string {
  const ready = findCondition(status?.conditions, 'Ready');
  const words = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'];
  if (spec?.unschedulable) words.push('SchedulingDisabled');
  return words.join(',');
}

function nodeRoles({ metadata }: Stored<Node>): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(rolePrefix)) return key.slice(rolePrefix.length) || [];
    return key === 'kubernetes.io/role' && value ? [value] : [];
  });
  return [...new Set(roles)].sort().join(',') || '<none>';
}

function nodeAddress({ status }: Stored<Node>, type: string): string {
  return status?.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}

function kernelVersion({ status }: Stored<Node>): string {
  const { kernelVersion: kernel, architecture } = status?.nodeInfo ?? {};
  return `${kernel || '<unknown>'}${architecture ? ` (${architecture})` : ''}`;
}
