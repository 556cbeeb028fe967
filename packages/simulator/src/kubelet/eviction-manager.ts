import { formatTime } from '@podlab/apimachinery';
import { newestInstance } from '../runtime/ports.ts';
import { podRequests } from '../scheduler/resources.ts';
import { priorityOf } from '../scheduler/scheduled-pod.ts';
import {
  hasStorageLimit,
  memoryEvictionMessage,
  memoryThresholdBytes,
  rankForMemory,
  storageFault,
} from './eviction-decision.ts';
import type { NodeServices, PodRecord } from './node-services.ts';
import { containersByRole, type PodConditionRecord, type StoredPod } from './pod-types.ts';
import { isStaticPod } from './static-pod.ts';

/** @see kubernetes v1.36 pkg/kubelet/kubelet.go evictionMonitoringPeriod; evictionPressureTransitionPeriod */
const monitoringPeriodMs = 10_000;
const pressureTransitionMs = 300_000;
/** Pods of this priority are what a node cannot do without. */
const systemCriticalPriority = 2_000_000_000;

/** A Pod's end before its time, as its status will say. */
export interface Eviction {
  readonly message: string;
  /** Only when it goes for the node's sake. */
  readonly condition?: PodConditionRecord;
}

/** A Pod that may be evicted. */
export interface Evictable {
  readonly record: PodRecord;
  readonly isSyncing: boolean;
  evict(eviction: Eviction): void;
}

export interface EvictionManagerOptions {
  readonly node: NodeServices;
  readonly pods: () => Iterable<Evictable>;
  /** Memory pressure has come or gone. */
  readonly onMemoryPressure: (isUnderPressure: boolean) => void;
}

/** Looks every ten seconds whether Pods keep their storage limits, and whether the node has memory left. */
export class EvictionManager {
  readonly #options: EvictionManagerOptions;
  #timer: { cancel(): void } | undefined;
  #isUnderPressure = false;
  #lastPressureMs = 0;

  constructor(options: EvictionManagerOptions) {
    this.#options = options;
  }

  get isUnderMemoryPressure(): boolean {
    return this.#isUnderPressure;
  }

  start(): void {
    this.#timer = this.#options.node.timers.schedule(monitoringPeriodMs, () => {
      this.start();
      this.#look();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** One Pod at a time goes for memory: what it frees is seen at the next look. */
  #look(): void {
    const { node } = this.#options;
    this.#evictForStorage();
    const nowMs = node.timers.nowMs();
    const availableBytes = node.memory.capacityBytes - node.memory.usedBytes();
    if (availableBytes >= memoryThresholdBytes) {
      if (this.#isUnderPressure && nowMs - this.#lastPressureMs >= pressureTransitionMs) this.#setPressure(false);
      return;
    }
    this.#lastPressureMs = nowMs;
    this.#setPressure(true);
    this.#evictForMemory(availableBytes);
  }

  #evictForStorage(): void {
    const { node, pods } = this.#options;
    for (const pod of pods()) {
      const { record } = pod;
      const { spec } = record.pod;
      if (!pod.isSyncing || !hasStorageLimit(spec)) continue;
      const { uid } = record.pod.metadata;
      const containerBytes = (name: string) => {
        const instance = newestInstance(node.runtime.inspect(uid), name);
        return instance ? node.runtime.storageBytes(uid, instance.id) : 0;
      };
      const message = storageFault(spec, { volumeBytes: (name) => record.volumes.usedBytes(name), containerBytes });
      if (message !== undefined) pod.evict({ message });
    }
  }

  #evictForMemory(availableBytes: number): void {
    const { node, pods } = this.#options;
    const byUid = new Map<string, Evictable>();
    for (const pod of pods()) {
      if (pod.isSyncing && !isCritical(pod.record.pod)) byUid.set(pod.record.pod.metadata.uid, pod);
    }
    const [first] = rankForMemory(
      [...byUid].map(([uid, { record }]) => ({
        uid,
        priority: priorityOf(record.pod),
        usedBytes: containerMemory(node, record).reduce((sum, { usedBytes }) => sum + usedBytes, 0),
        requestedBytes: podRequests(record.allocatedSpec).memory ?? 0,
      })),
    );
    const victim = first && byUid.get(first.uid);
    if (victim === undefined) return;
    const { record } = victim;
    const message = memoryEvictionMessage(availableBytes, containerMemory(node, record));
    victim.evict({
      message,
      condition: {
        type: 'DisruptionTarget',
        observedGeneration: record.pod.metadata.generation ?? 1,
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: formatTime(node.timers.nowMs()),
        reason: 'TerminationByKubelet',
        message,
      },
    });
  }

  #setPressure(isUnderPressure: boolean): void {
    if (this.#isUnderPressure === isUnderPressure) return;
    this.#isUnderPressure = isUnderPressure;
    this.#options.onMemoryPressure(isUnderPressure);
  }
}

/** @see kubernetes v1.36 pkg/kubelet/types/pod_update.go IsCriticalPod */
function isCritical(pod: StoredPod): boolean {
  return isStaticPod(pod) || priorityOf(pod) >= systemCriticalPriority;
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
