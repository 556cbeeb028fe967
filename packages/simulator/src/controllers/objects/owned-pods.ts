import { StatusError, type Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import type { EventRecorder } from '../../events/event-recorder.ts';
import { inBatches } from './slow-start.ts';
import { causedByTerminatingNamespace, isNotFound } from './status-errors.ts';

const fieldManager = 'kube-controller-manager';

type Owner = Pick<Stored, 'apiVersion' | 'kind' | 'metadata'>;

/** What became of several writes. */
export interface PodWrites {
  /** How many succeeded. */
  readonly done: number;
  /** The first that failed. */
  readonly error?: StatusError;
}

/**
 * Creates Pods in batches of 1, 2, 4, …, and says so in Events of their owner. Stops after the first batch in which one
 * could not be created.
 * @see pkg/controller/controller_utils.go RealPodControl
 */
export function createOwnedPods(api: LocalApi, events: EventRecorder, owner: Owner, pods: readonly Pod[]): PodWrites {
  let done = 0;
  for (const batch of inBatches(pods)) {
    const made = createPodBatch(api, events, owner, batch);
    done += made.done;
    if (made.error) return { done, error: made.error };
  }
  return { done };
}

/** Creates all of these Pods that can be created. */
export function createPodBatch(api: LocalApi, events: EventRecorder, owner: Owner, batch: readonly Pod[]): PodWrites {
  const errors: StatusError[] = [];
  for (const pod of batch) {
    try {
      createOwnedPod(api, events, owner, pod);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      errors.push(error);
    }
  }
  const [error] = errors;
  const done = batch.length - errors.length;
  return error ? { done, error } : { done };
}

function createOwnedPod(api: LocalApi, events: EventRecorder, owner: Owner, pod: Pod): void {
  try {
    const { metadata } = api.create('pods', pod, { fieldManager });
    events.event(owner, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${metadata.name}` });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    // Nobody needs Pods in a namespace that is going away.
    if (causedByTerminatingNamespace(error)) return;
    events.event(owner, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}` });
    throw error;
  }
}

/** Deletes Pods, and says so in Events of their owner. Those that are gone already are passed over. */
export function deleteOwnedPods(
  api: LocalApi,
  events: EventRecorder,
  owner: Owner,
  pods: readonly StoredOf<'pods'>[],
): PodWrites {
  let failure: StatusError | undefined;
  let done = 0;
  for (const { metadata } of pods) {
    try {
      api.delete('pods', metadata.namespace, metadata.name, { fieldManager });
      done += 1;
      events.event(owner, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${metadata.name}` });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (isNotFound(error)) continue;
      failure ??= error;
      events.event(owner, { type: 'Warning', reason: 'FailedDelete', message: `Error deleting: ${error.message}` });
    }
  }
  return failure ? { done, error: failure } : { done };
}
