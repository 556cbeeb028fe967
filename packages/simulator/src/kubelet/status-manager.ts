import { deepEqual } from '@podlab/apimachinery';
import type { PodStatus } from 'kubernetes-types/core/v1';
import type { LocalApi } from '../apiserver/local-api.ts';
import type { PodStatusRecord, StoredPod } from './pod-types.ts';
import { shows } from './static-pod.ts';

/** Writes Pod statuses. A status that says nothing new is not written. */
export class StatusManager {
  readonly #api: LocalApi;
  readonly #muted = new Set<string>();

  constructor(api: LocalApi) {
    this.#api = api;
  }

  /**
   * @param couldBeRunning containers of the Pod may still run: a terminal phase is then held back
   * @returns false when the Pod is gone, or another one has its name
   */
  write(pod: StoredPod, status: PodStatusRecord, couldBeRunning: boolean): boolean {
    const { namespace, name, uid } = pod.metadata;
    const current = this.#api.get('pods', namespace, name);
    if (current === undefined || !shows(current, pod) || this.#muted.has(uid)) return false;
    const before = (current.status ?? {}) as unknown as PodStatusRecord;
    const next = couldBeRunning ? holdBackTerminalPhase(status, before) : status;
    if (deepEqual(before, next)) return true;
    this.#api.updateStatus('pods', { ...current, status: next as unknown as PodStatus }, { fieldManager: 'kubelet' });
    return true;
  }

  /** The file of a static Pod is gone: what becomes of it is not shown any more. */
  mute(podUid: string): void {
    this.#muted.add(podUid);
  }

  /** The end of a graceful deletion: removes the object, if it is still the same Pod. */
  remove(pod: StoredPod): void {
    const { namespace, name, uid } = pod.metadata;
    if (this.#api.get('pods', namespace, name)?.metadata.uid !== uid) return;
    this.#api.delete('pods', namespace, name, {
      gracePeriodSeconds: 0,
      preconditions: { uid },
      fieldManager: 'kubelet',
    });
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
