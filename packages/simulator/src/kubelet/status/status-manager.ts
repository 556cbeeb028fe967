import { deepEqual, type Random, type Timer, type Timers } from '@podlab/apimachinery';
import type { PodStatus } from 'kubernetes-types/core/v1';
import type { LocalApi } from '../../apiserver/local-api.ts';
import { drawMs } from '../../time/span.ts';
import { latencies } from '../latencies.ts';
import type { PodStatusRecord, StoredPod } from '../pod-types.ts';
import { shows } from '../static-pods/static-pod.ts';
import { withConditionsOfOthers } from './pod-conditions.ts';

/** What is written of a Pod once the API server has answered the request before. */
interface Waiting {
  readonly pod: StoredPod;
  readonly status: PodStatusRecord | undefined;
  /** The object is removed after that. */
  readonly isRemoved: boolean;
}

/**
 * Writes Pod statuses, one Pod of the node after the other: what changes while a status waits is written with it. A status
 * that says nothing new is not written.
 * @see kubernetes v1.36 pkg/kubelet/status/status_manager.go syncBatch
 */
export class StatusManager {
  readonly #api: LocalApi;
  readonly #timers: Timers;
  readonly #random: Random;
  readonly #muted = new Set<string>();
  /** By the Pod's UID, in the order in which they are written. */
  readonly #waiting = new Map<string, Waiting>();
  #isFreeAtMs = 0;
  #turn: Timer | undefined;

  constructor(api: LocalApi, timers: Timers, random: Random) {
    this.#api = api;
    this.#timers = timers;
    this.#random = random;
  }

  /** The Pod's status as the kubelet has it: what is still to be written, or else what the API has. */
  latest(pod: StoredPod): PodStatusRecord | undefined {
    return this.#latest(pod, this.#find(pod));
  }

  /**
   * Does nothing when the Pod is gone, or another one has its name.
   * @param couldBeRunning containers of the Pod may still run: a terminal phase is then held back
   */
  write(pod: StoredPod, status: PodStatusRecord, couldBeRunning: boolean): void {
    const { uid } = pod.metadata;
    const current = this.#find(pod);
    if (current === undefined || this.#muted.has(uid)) return;
    const before = this.#latest(pod, current) ?? ({} as PodStatusRecord);
    const next = couldBeRunning ? holdBackTerminalPhase(status, before) : status;
    if (!deepEqual(before, next)) this.#request({ pod, status: next, isRemoved: false }, current);
  }

  /** The file of a static Pod is gone: what becomes of it is not shown any more. */
  mute(podUid: string): void {
    this.#muted.add(podUid);
  }

  /** The end of a graceful deletion: removes the object, if it is still the same Pod. */
  remove(pod: StoredPod): void {
    const current = this.#find(pod);
    if (current) this.#request({ pod, status: undefined, isRemoved: true }, current);
  }

  /** The kubelet stops: what has not been written is forgotten. */
  stop(): void {
    this.#turn?.cancel();
    this.#turn = undefined;
    this.#waiting.clear();
  }

  #request(asked: Waiting, current: StoredPod): void {
    if (this.#waiting.size === 0 && this.#timers.nowMs() >= this.#isFreeAtMs) {
      this.#send(asked, current);
      return;
    }
    const { uid } = asked.pod.metadata;
    const before = this.#waiting.get(uid);
    const isRemoved = asked.isRemoved || (before?.isRemoved ?? false);
    this.#waiting.set(uid, { pod: asked.pod, status: asked.status ?? before?.status, isRemoved });
    this.#planTurn();
  }

  #planTurn(): void {
    this.#turn ??= this.#timers.schedule(this.#isFreeAtMs - this.#timers.nowMs(), () => this.#takeTurn());
  }

  #takeTurn(): void {
    this.#turn = undefined;
    for (const [uid, waiting] of this.#waiting) {
      const current = this.#find(waiting.pod);
      const latest = current && this.#latest(waiting.pod, current);
      this.#waiting.delete(uid);
      if (current === undefined) continue;
      const status = deepEqual(current.status, latest) ? undefined : latest;
      if (status === undefined && !waiting.isRemoved) continue;
      this.#send({ ...waiting, status }, current);
      break;
    }
    if (this.#waiting.size > 0) this.#planTurn();
  }

  #send({ pod, status, isRemoved }: Waiting, current: StoredPod): void {
    const { namespace, name, uid } = pod.metadata;
    this.#isFreeAtMs = this.#timers.nowMs() + drawMs(latencies.requestMs, this.#random);
    if (status !== undefined) {
      this.#api.updateStatus(
        'pods',
        { ...current, status: status as unknown as PodStatus },
        { fieldManager: 'kubelet' },
      );
    }
    if (isRemoved) {
      const preconditions = { uid };
      this.#api.delete('pods', namespace, name, { gracePeriodSeconds: 0, preconditions, fieldManager: 'kubelet' });
    }
  }

  /** What others have said of the Pod while its status waited stays. */
  #latest({ metadata }: StoredPod, current: StoredPod | undefined): PodStatusRecord | undefined {
    const stored = current?.status as unknown as PodStatusRecord | undefined;
    const waiting = this.#waiting.get(metadata.uid)?.status;
    return waiting && stored ? withConditionsOfOthers(waiting, stored) : (waiting ?? stored);
  }

  /** The object that shows the Pod. */
  #find(pod: StoredPod): StoredPod | undefined {
    const current = this.#api.get('pods', pod.metadata.namespace, pod.metadata.name);
    return current !== undefined && shows(current, pod) ? (current as StoredPod) : undefined;
  }
}

/** @see kubernetes v1.36 pkg/kubelet/status/status_manager.go mergePodStatus */
function holdBackTerminalPhase(status: PodStatusRecord, before: PodStatusRecord): PodStatusRecord {
  if (!isTerminalPhase(status.phase) || isTerminalPhase(before.phase)) return status;
  const { reason: _, message: __, ...rest } = status;
  return {
    ...rest,
    phase: before.phase,
    ...(before.reason && { reason: before.reason }),
    ...(before.message && { message: before.message }),
  };
}

/** Succeeded or Failed: nothing in the Pod will run again. */
export function isTerminalPhase(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}
