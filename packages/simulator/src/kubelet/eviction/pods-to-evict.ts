import { newestInstance } from '../../runtime/ports.ts';
import { podRequests } from '../../scheduler/resources.ts';
import { priorityOf } from '../../scheduler/scheduled-pod.ts';
import { containerDisk, podDisk, sumOf, usedDisk } from './disk-usage.ts';
import {
  diskThresholdBytes,
  pressureEvictionMessage,
  rankForEviction,
  type Shortage,
  storageFault,
} from './eviction-decision.ts';
import type { Evictable } from './eviction-manager.ts';
import { hasStorageLimit, largestMeasuredDiskBytes, memoryThresholdBytes } from './eviction-thresholds.ts';
import type { NodeServices, PodRecord } from '../node/node-services.ts';
import { containersByRole } from '../pod-types.ts';
import { isCriticalPod } from '../static-pods/static-pod.ts';

/** What the node has too little of, memory first. */
export function findShortages(node: NodeServices, diskBytes: number): Shortage[] {
  const all: Shortage[] = [
    {
      resource: 'memory',
      thresholdBytes: memoryThresholdBytes,
      availableBytes: node.memory.capacityBytes - node.memory.usedBytes(),
    },
  ];
  if (diskBytes <= largestMeasuredDiskBytes) {
    const thresholdBytes = diskThresholdBytes(diskBytes);
    all.push({
      resource: 'ephemeral-storage',
      thresholdBytes,
      availableBytes: Math.max(0, diskBytes - usedDisk(node)),
    });
  }
  return all.filter(({ availableBytes, thresholdBytes }) => availableBytes < thresholdBytes);
}

/** Ends Pods that have written more than they may. @returns whether any goes: then none goes for the node's sake this time */
export function evictForStorage(node: NodeServices): boolean {
  let hasEvicted = false;
  for (const pod of node.pods()) {
    const { record } = pod;
    const { spec } = record.pod;
    if (!pod.isSyncing || !hasStorageLimit(spec)) continue;
    const { uid } = record.pod.metadata;
    const containerBytes = (name: string) => {
      const instance = newestInstance(node.runtime.inspect(uid), name);
      return instance ? node.runtime.storageBytes(uid, instance.id) : 0;
    };
    const message = storageFault(spec, { volumeBytes: (name) => record.volumes.usedBytes(name), containerBytes });
    if (message === undefined) continue;
    pod.evict({ message });
    hasEvicted = true;
  }
  return hasEvicted;
}

/** Ends the Pod that goes first for what is short, if any may. */
export function evictFor(node: NodeServices, shortage: Shortage): void {
  const isMemory = shortage.resource === 'memory';
  const byUid = new Map<string, Evictable>();
  for (const pod of node.pods()) {
    if (pod.isSyncing && !isCriticalPod(pod.record.pod)) byUid.set(pod.record.pod.metadata.uid, pod);
  }
  const [first] = rankForEviction(
    [...byUid].map(([uid, { record }]) => ({
      uid,
      priority: priorityOf(record.pod),
      usedBytes: isMemory ? sumOf(containerMemory(node, record)) : podDisk(node, record),
      requestedBytes: podRequests(record.allocatedSpec)[shortage.resource] ?? 0,
    })),
  );
  const victim = first && byUid.get(first.uid);
  if (victim === undefined) return;
  const { record } = victim;
  const containers = isMemory ? containerMemory(node, record) : containerDisk(node, record);
  const message = pressureEvictionMessage(shortage, containers);
  victim.evict({ message, disruption: message });
}

function containerMemory(node: NodeServices, { pod, allocatedSpec }: PodRecord) {
  const { uid } = pod.metadata;
  const runtime = node.runtime.inspect(uid);
  const { init, apps } = containersByRole(allocatedSpec);
  return [...apps, ...init].flatMap(({ name, resources }) => {
    const instance = newestInstance(runtime, name);
    if (instance?.state !== 'running') return [];
    return [{ name, usedBytes: node.runtime.memoryBytes(uid, instance.id), request: resources?.requests?.memory }];
  });
}
