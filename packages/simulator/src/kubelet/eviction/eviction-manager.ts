import { podsToEvict } from '#parts';
import type { NodePressure, Shortage } from './eviction-decision.ts';
import { hasStorageLimit, largestMeasuredDiskBytes, memoryThresholdBytes } from './eviction-thresholds.ts';
import type { NodeServices, PodRecord } from '../node/node-services.ts';

/** @see kubernetes v1.36 pkg/kubelet/kubelet.go evictionMonitoringPeriod; evictionPressureTransitionPeriod */
const monitoringPeriodMs = 10_000;
const pressureTransitionMs = 300_000;
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

  /** Looks closely only where something may be wrong: the code for it is loaded when it first is. */
  #look(): void {
    const { node, diskBytes } = this.#options;
    const hasMemory = node.memory.capacityBytes - node.memory.usedBytes() >= memoryThresholdBytes;
    const isCalm = this.#pressures.size === 0 && hasMemory && diskBytes > largestMeasuredDiskBytes;
    if (isCalm && !hasLimitedPods(node)) return;
    if (podsToEvict.isHere) this.#evict();
    else node.timers.holdUntil?.(podsToEvict.load(), () => this.#evict());
  }

  /** One Pod at a time goes for a resource, for memory first: what it frees is seen at the next look. */
  #evict(): void {
    const { node, diskBytes, onPressure, onThresholdMet } = this.#options;
    const { evictFor, evictForStorage, findShortages } = podsToEvict.code;
    const hasEvicted = evictForStorage(node);
    const nowMs = node.timers.nowMs();
    const shortages = findShortages(node, diskBytes);
    for (const { resource } of shortages) this.#notePressure(pressureOf[resource], nowMs);
    for (const [pressure, seenMs] of [...this.#pressures]) {
      if (nowMs - seenMs < pressureTransitionMs) continue;
      this.#pressures.delete(pressure);
      onPressure(pressure, false);
    }
    const [worst] = shortages;
    if (worst === undefined || hasEvicted) return;
    onThresholdMet(worst.resource);
    evictFor(node, worst);
  }

  #notePressure(pressure: NodePressure, nowMs: number): void {
    const isNew = !this.#pressures.has(pressure);
    this.#pressures.set(pressure, nowMs);
    if (isNew) this.#options.onPressure(pressure, true);
  }
}

function hasLimitedPods(node: NodeServices): boolean {
  for (const { record } of node.pods()) if (hasStorageLimit(record.pod.spec)) return true;
  return false;
}
