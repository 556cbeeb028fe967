import type { PodStanding } from './pod-standing.ts';

/** How the Pods of a ReplicaSet stand. Only active Pods that the selector selects count, but for the last two numbers. */
export interface PodCounts {
  readonly replicas: number;
  readonly fullyLabeled: number;
  readonly ready: number;
  readonly available: number;
  /** When those that are ready, but not for long enough, will have been. */
  readonly availableAtMs: readonly number[];
  /** Being deleted, and not ended. */
  readonly terminating: number;
  /** Active, but not selected any more. */
  readonly strays: number;
}

/** Whether the Pod is one of the replicas. */
export function isReplica({ isActive, isSelected }: PodStanding): boolean {
  return isActive && isSelected;
}

/** Whether the Pod would run on, but no longer for this ReplicaSet. */
export function isStray({ isActive, isSelected }: PodStanding): boolean {
  return isActive && !isSelected;
}

/**
 * Counts the Pods of one ReplicaSet as they come, change and go. With 10,000 Pods, counting all of them in each sync was
 * a tenth of everything the cluster did.
 */
export class PodTally {
  readonly #standings = new Map<string, PodStanding>();
  /** Replicas that were ready, but not for long enough, when somebody last asked. */
  readonly #waiting = new Set<PodStanding>();
  #replicas = 0;
  #fullyLabeled = 0;
  #ready = 0;
  #available = 0;
  #terminating = 0;
  #strays = 0;

  get size(): number {
    return this.#standings.size;
  }

  /** A Pod has come, or counts for something else now. */
  put(uid: string, standing: PodStanding): void {
    this.remove(uid);
    this.#standings.set(uid, standing);
    this.#add(standing, 1);
    if (isReplica(standing) && standing.availableAtMs !== undefined) this.#waiting.add(standing);
  }

  /** Does nothing when the Pod is not counted. */
  remove(uid: string): void {
    const standing = this.#standings.get(uid);
    if (!standing) return;
    this.#standings.delete(uid);
    this.#add(standing, -1);
    const wasWaiting = this.#waiting.delete(standing);
    if (!wasWaiting && isReplica(standing) && standing.availableAtMs !== undefined) this.#available -= 1;
  }

  /** @param nowMs not before that of the call before */
  counts(nowMs: number): PodCounts {
    const availableAtMs: number[] = [];
    for (const standing of this.#waiting) {
      const atMs = standing.availableAtMs ?? 0;
      if (atMs > nowMs) availableAtMs.push(atMs);
      else if (this.#waiting.delete(standing)) this.#available += 1;
    }
    return {
      replicas: this.#replicas,
      fullyLabeled: this.#fullyLabeled,
      ready: this.#ready,
      available: this.#available,
      availableAtMs,
      terminating: this.#terminating,
      strays: this.#strays,
    };
  }

  #add(standing: PodStanding, one: 1 | -1): void {
    if (isStray(standing)) this.#strays += one;
    if (standing.isTerminating && standing.isSelected) this.#terminating += one;
    if (!isReplica(standing)) return;
    this.#replicas += one;
    if (standing.isFullyLabeled) this.#fullyLabeled += one;
    if (standing.isReady) this.#ready += one;
  }
}
