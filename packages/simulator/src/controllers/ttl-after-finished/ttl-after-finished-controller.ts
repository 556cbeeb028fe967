import { keyOf, parseTime, splitKey } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';
import { unlessGone } from '../objects/status-errors.ts';

/**
 * Deletes Jobs that ended `ttlSecondsAfterFinished` ago, their Pods first.
 * @see pkg/controller/ttlafterfinished/ttlafterfinished_controller.go
 */
export function ttlAfterFinishedController({ api, timers }: ClusterContext): ControllerDefinition {
  return {
    name: 'ttl-after-finished-controller',
    watches: [
      watching('jobs', ({ type, object }) =>
        type !== 'DELETED' && expiryMs(object) !== undefined ? [keyOf(object)] : [],
      ),
    ],
    sync(key) {
      const { namespace, name } = splitKey(key);
      const job = api.get('jobs', namespace, name);
      const dueMs = job && expiryMs(job);
      if (!job || dueMs === undefined) return undefined;
      const leftMs = dueMs - timers.nowMs();
      if (leftMs > 0) return { requeueAfterMs: leftMs };
      const preconditions = { uid: job.metadata.uid };
      unlessGone(() => api.delete('jobs', namespace, name, { propagationPolicy: 'Foreground', preconditions }));
      return undefined;
    },
  };
}

/**
 * When a Job is to be deleted: its end and `ttlSecondsAfterFinished`. Undefined: not by us.
 * @returns milliseconds since the Unix epoch
 */
export function expiryMs({ metadata, spec, status }: StoredOf<'jobs'>): number | undefined {
  const ttlSeconds = spec?.ttlSecondsAfterFinished;
  const end = status?.conditions?.find(
    ({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True',
  );
  const endedMs = parseTime(end?.lastTransitionTime);
  if (ttlSeconds === undefined || endedMs === undefined || metadata.deletionTimestamp !== undefined) return undefined;
  return endedMs + ttlSeconds * 1000;
}
