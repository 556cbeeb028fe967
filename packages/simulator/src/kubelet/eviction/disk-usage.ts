import { newestInstance } from '../../runtime/ports.ts';
import type { NodeServices, PodRecord } from '../node/node-services.ts';
import { containersByRole } from '../pod-types.ts';

/** In bytes; what Pods and the node's own files take, in whole blocks. */
export function usedDisk(node: NodeServices): number {
  let usedBytes = inBlocks(node.hostDirectories.usedBytes());
  for (const { record } of node.pods()) usedBytes += podDisk(node, record);
  return usedBytes;
}

/** Writable layers and logs, as far as containers are blamed for them. */
export function containerDisk(node: NodeServices, { pod }: PodRecord) {
  const { uid } = pod.metadata;
  const runtime = node.runtime.inspect(uid);
  const { init, apps } = containersByRole(pod.spec);
  return [...apps, ...init].flatMap(({ name, resources }) => {
    const instance = newestInstance(runtime, name);
    if (instance === undefined) return [];
    const usedBytes = inBlocks(node.runtime.storageBytes(uid, instance.id));
    return [{ name, usedBytes, request: resources?.requests?.['ephemeral-storage'] }];
  });
}

/** What a Pod holds of its node's disk: its containers' files and logs, and its emptyDirs that are not in memory. */
export function podDisk(node: NodeServices, record: PodRecord): number {
  const onDisk = (record.pod.spec.volumes ?? []).filter(({ emptyDir }) => emptyDir && emptyDir.medium !== 'Memory');
  return (
    sumOf(containerDisk(node, record)) +
    onDisk.reduce((sum, { name }) => sum + inBlocks(record.volumes.usedBytes(name)), 0)
  );
}

/** Of several containers together. */
export function sumOf(amounts: readonly { readonly usedBytes: number }[]): number {
  return amounts.reduce((sum, { usedBytes }) => sum + usedBytes, 0);
}

/** A file system gives space in blocks of 4 KiB. */
function inBlocks(bytes: number): number {
  return Math.ceil(bytes / 4096) * 4096;
}
