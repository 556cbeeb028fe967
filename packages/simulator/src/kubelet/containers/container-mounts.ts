import type { Mount } from '@podlab/shell';
import type { Container } from 'kubernetes-types/core/v1';
import type { PodRecord } from '../node/node-services.ts';

/**
 * What the kubelet has mounted into a container: its volumes, and /etc/hosts unless a volume is there.
 * @param env the container's own variables
 * @throws ContainerConfigError
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go makeMounts
 */
export function containerMounts(
  record: PodRecord,
  container: Container,
  env: Readonly<Record<string, string>>,
): Mount[] {
  const volumes = record.volumes.mountsOf(container, env);
  if (volumes.some(({ path }) => path === '/etc/hosts')) return volumes;
  return volumes.concat(etcMounts(record, ['hosts'], false));
}

/** What the runtime adds: as read-only as the container's root. @see containerd v2 internal/cri/server containerMounts */
export function runtimeMounts(record: PodRecord, { securityContext }: Container): Mount[] {
  return etcMounts(record, ['hostname', 'resolv.conf'], securityContext?.readOnlyRootFilesystem ?? false);
}

/** Outer directories first; for the rest the order given. @see containerd v2 internal/cri/opts orderedMounts */
export function inMountOrder(mounts: readonly Mount[]): Mount[] {
  return mounts.toSorted((left, right) => depthOf(left) - depthOf(right));
}

function etcMounts({ etc }: PodRecord, names: readonly string[], readOnly: boolean): Mount[] {
  return etc === undefined ? [] : names.map((name) => ({ path: `/etc/${name}`, volume: etc, subPath: name, readOnly }));
}

function depthOf({ path }: Mount): number {
  return path.split('/').filter(Boolean).length;
}
