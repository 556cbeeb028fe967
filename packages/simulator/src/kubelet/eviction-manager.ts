import { newestInstance } from '../runtime/ports.ts';
import { podRequests } from '../scheduler/resources.ts';
import { priorityOf } from '../scheduler/scheduled-pod.ts';
import {
  diskThresholdBytes,
  hasStorageLimit,
  memoryThresholdBytes,
  type NodePressure,
  pressureEvictionMessage,
  rankForEviction,
  type Shortage,
  storageFault,
} from './eviction-decision.ts';
import type { NodeServices, PodRecord } from './node-services.ts';
import { containersByRole } from './pod-types.ts';
import { isCriticalPod } from './static-pod.ts';

/** @see kubernetes v1.36 pkg/kubelet/kubelet.go evictionMonitoringPeriod; evictionPressureTransitionPeriod */
const monitoringPeriodMs = 10_000;
const pressureTransitionMs = 300_000;
/** Whatever Pods write lies in the memory of this program: a larger disk never fills, and need not be measured. */
const largestMeasuredDiskBytes = 16 * 1024 ** 3;

/** A Pod's end before its time, as its status will say. */
export interface Eviction {
  /** Default `Evicted`; an Event says it too. */
  readonly reason?: 'Preempting';
  readonly message: string;
  /** What its condition `DisruptionTarget` says, once it has ended: only when it goes for the node's sake. */
  readonly disruption?: string;
  /** Called once nothing of it runs any more; then it may take all the time that its spec gives it. Default: one second. */
  readonly onEnded?: () => void;
}

/** A Pod that may be evicted. */
export interface Evictable {
  readonly record: PodRecord;
  readonly isSyncing: boolean;
  evict(eviction: Eviction): void;
}

export interface EvictionManagerOptions {
  readonly node: NodeServices;
  readonly diskBytes: number;
  /** A pressure has come or gone. */
  readonly onPressure: (pressure: NodePressure, isThere: boolean) => void;
  /** So little of something is left that Pods go for it. */
  readonly onThresholdMet: (resource: Shortage['resource']) => void;
}

const pressureOf = { memory: 'MemoryPressure', 'ephemeral-storage': 'DiskPressure' } as const;

/** Looks every ten seconds whether Pods keep their storage limits, and whether the node has memory and disk left. */
export class EvictionManager {
  readonly #options: EvictionManagerOptions;
  #timer: { cancel(): void } | undefined;
  /** When each was last seen. */
  readonly #pressures = new Map<NodePressure, number>();

  constructor(options: EvictionManagerOptions) {
    this.#options = options;
  }

  /** Those that the node's conditions tell. */
  get pressures(): readonly NodePressure[] {
    return (['MemoryPressure', 'DiskPressure'] as const).filter((pressure) => this.#pressures.has(pressure));
  }

  start(): void {
    this.#timer = this.#options.node.timers.schedule(monitoringPeriodMs, () => {
      this.start();
      this.#look();
    });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#pressures.clear();
  }

  /** One Pod at a time goes for a resource, for memory first: what it frees is seen at the next look. */
  #look(): void {
    const hasEvicted = this.#evictForStorage();
    const nowMs = this.#options.node.timers.nowMs();
    const shortages = this.#shortages();
    for (const { resource } of shortages) this.#notePressure(pressureOf[resource], nowMs);
    for (const [pressure, seenMs] of [...this.#pressures]) {
      if (nowMs - seenMs < pressureTransitionMs) continue;
      this.#pressures.delete(pressure);
      this.#options.onPressure(pressure, false);
    }
    const [worst] = shortages;
    if (worst === undefined || hasEvicted) return;
    this.#options.onThresholdMet(worst.resource);
    this.#evictFor(worst);
  }

  #shortages(): Shortage[] {
    const { node, diskBytes } = this.#options;
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
        availableBytes: Math.max(0, diskBytes - this.usedDisk()),
      });
    }
    return all.filter(({ availableBytes, thresholdBytes }) => availableBytes < thresholdBytes);
  }

  /** In bytes; what Pods and the node's own files take, in whole blocks. */
  usedDisk(): number {
    const { node } = this.#options;
    let usedBytes = inBlocks(node.hostDirectories.usedBytes());
    for (const { record } of node.pods()) usedBytes += podDisk(node, record);
    return usedBytes;
  }

  /** @returns whether a Pod goes for it: then none goes for the node's sake this time */
  #evictForStorage(): boolean {
    const { node } = this.#options;
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

  #evictFor(shortage: Shortage): void {
    const { node } = this.#options;
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

  #notePressure(pressure: NodePressure, nowMs: number): void {
    const isNew = !this.#pressures.has(pressure);
    this.#pressures.set(pressure, nowMs);
    if (isNew) this.#options.onPressure(pressure, true);
  }
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

/** Writable layers and logs, as far as containers are blamed for them. */
function containerDisk(node: NodeServices, { pod }: PodRecord) {
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
function podDisk(node: NodeServices, record: PodRecord): number {
  const onDisk = (record.pod.spec.volumes ?? []).filter(({ emptyDir }) => emptyDir && emptyDir.medium !== 'Memory');
  return (
    sumOf(containerDisk(node, record)) +
    onDisk.reduce((sum, { name }) => sum + inBlocks(record.volumes.usedBytes(name)), 0)
  );
}

function sumOf(amounts: readonly { readonly usedBytes: number }[]): number {
  return amounts.reduce((sum, { usedBytes }) => sum + usedBytes, 0);
}

/** A file system gives space in blocks of 4 KiB. */
function inBlocks(bytes: number): number {
  return Math.ceil(bytes / 4096) * 4096;
}
