import type { StatusError } from '@podlab/apimachinery';
import { createOwnedPods, deleteOwnedPods } from '../objects/owned-pods.ts';
import { isPodReady } from '../objects/pod.ts';
import type { JobContext } from './job-context.ts';
import type { JobObservation } from './observe-job.ts';
import { planPods } from './plan-pods.ts';
import { podOfJob } from './pod-of-job.ts';
import { releasePod } from './release-pod.ts';

/** A Job is not looked at again sooner. @see pkg/controller/job/job_controller.go SyncJobBatchPeriod */
export const batchMs = 1000;

/** How many Pods there are after something was done about them. */
export interface ManagedPods {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  /** Until Pods may be created again. */
  readonly waitMs?: number;
  /** Why Pods could not be created or deleted. */
  readonly error?: StatusError;
}

/** Creates and deletes Pods as the plan says. */
export function managePods({ api, events }: JobContext, observation: JobObservation): ManagedPods {
  const { job, lastFailures } = observation;
  const now = countPods(observation);
  const plan = planPods(observation);
  switch (plan.action) {
    case 'none':
      return now;
    case 'wait':
      // Nothing counts as active while a failed Pod's successor has to wait, whatever else runs.
      return { ...now, active: 0, waitMs: Math.max(batchMs, plan.remainingMs) };
    case 'create': {
      const pods = plan.indexes.map((index) => podOfJob(job, index, lastFailures.get(index ?? -1)));
      const { done, error } = createOwnedPods(api, events, job, pods);
      return { ...now, active: now.active + done, ...(error ? { error } : {}) };
    }
    case 'delete':
      for (const pod of plan.pods) releasePod(api, pod);
      return withoutPods(now, plan.pods, deleteOwnedPods(api, events, job, plan.pods).error);
  }
}

/** Deletes what still runs of a Job that is decided. The finalizers stay: what is deleted counts as failed. */
export function endPods({ api, events }: JobContext, observation: JobObservation): ManagedPods {
  const { job, active } = observation;
  return withoutPods(countPods(observation), active, deleteOwnedPods(api, events, job, active).error);
}

/** The Pods as they were seen. */
export function countPods({ active, terminating }: JobObservation): ManagedPods {
  return { active: active.length, ready: active.filter(isPodReady).length, terminating: terminating.length };
}

function withoutPods(
  { active, ready, terminating }: ManagedPods,
  gone: JobObservation['active'],
  error: StatusError | undefined,
): ManagedPods {
  return {
    active: active - gone.length,
    ready: ready - gone.filter(isPodReady).length,
    terminating: terminating + gone.length,
    ...(error ? { error } : {}),
  };
}
