import { keyOf, splitKey } from '@podlab/apimachinery';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { ObjectChange } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { claimObjects } from '../objects/claim-objects.ts';
import { OrphanIndex, ownerKeys } from '../objects/orphan-index.ts';
import { selects } from '../objects/selector.ts';
import { type FailureRecord, noFailures } from './failure-backoff.ts';
import { isJobFinished, isManagedElsewhere, type Job, trackingFinalizer } from './job-pods.ts';
import { batchMs } from './manage-pods.ts';
import { observeJob } from './observe-job.ts';
import { startedJob, syncJob } from './sync-job.ts';

/** Runs the Pods of Jobs to their end. @see pkg/controller/job/job_controller.go */
export function jobController(context: ClusterContext): ControllerDefinition {
  const { api, timers } = context;
  const events = context.eventRecorder('job-controller');
  const orphans = new OrphanIndex();
  /** What is known of failures is kept here alone: the status only has their number. */
  const failures = new Map<string, FailureRecord>();

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const job = api.get('jobs', namespace, name);
    if (!job || isJobFinished(job)) failures.delete(key);
    if (!job || isJobFinished(job) || isManagedElsewhere(job)) return undefined;
    const pods = claimObjects(api, 'pods', {
      owner: job,
      selector: job.spec?.selector as LabelSelector,
      candidates: [...api.listOwnedBy('pods', job.metadata.uid), ...orphans.listIn(api, 'pods', namespace)],
      finalizer: trackingFinalizer,
    });
    const nowMs = timers.nowMs();
    const observation = observeJob(startedJob(job, nowMs), pods, failures.get(key) ?? noFailures, nowMs);
    const { error, requeueAfterMs } = syncJob({ api, events, nowMs }, observation);
    failures.set(key, observation.failures);
    if (error) throw error;
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  }

  return {
    name: 'job-controller',
    retryMs: { first: 1000, max: 60_000 },
    watches: [
      watching('jobs', (change) => [keyOf(change.object)], afterJobMs),
      watching(
        'pods',
        (change) => {
          const keys = ownerKeys(change, 'Job');
          if (orphans.observe(change)) {
            for (const job of api.list('jobs', change.object.metadata.namespace)) {
              if (selects(job.spec?.selector, change.object.metadata.labels)) keys.add(keyOf(job));
            }
          }
          return keys;
        },
        () => batchMs,
      ),
    ],
    sync,
  };
}

/** A new Job and a changed spec are answered at once, all else in batches. */
function afterJobMs(change: ObjectChange<Job>): number {
  if (change.type !== 'MODIFIED') return 0;
  return change.object.metadata.generation === change.old.metadata.generation ? batchMs : 0;
}
