import { controllerOf, keyOf, splitKey } from '@podlab/apimachinery';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';
import { selects } from '../objects/selector.ts';
import { isJobFinished, isManagedElsewhere, isTracked, type Pod, trackingFinalizer } from './job-pods.ts';

const fieldManager = 'kube-controller-manager';

/**
 * Lets Pods go that wait to be counted by a Job that is gone or has ended.
 * @see pkg/controller/job/job_controller.go syncOrphanPod
 */
export function orphanPodController({ api }: ClusterContext): ControllerDefinition {
  return {
    name: 'job-orphan-pod-controller',
    watches: [
      watching('pods', ({ type, object }) => (type !== 'DELETED' && isTracked(object) ? [keyOf(object)] : [])),
      watching('jobs', (change) =>
        change.type === 'DELETED' || isJobFinished(change.object) ? trackedPods(api, change.object) : [],
      ),
    ],
    sync(key) {
      const { namespace, name } = splitKey(key);
      const pod = api.get('pods', namespace, name);
      if (!pod || !isTracked(pod) || isAwaited(api, pod)) return undefined;
      const left = (pod.metadata.finalizers ?? []).filter((finalizer) => finalizer !== trackingFinalizer);
      const patch = { metadata: { uid: pod.metadata.uid, finalizers: left.length > 0 ? left : null } };
      api.mergePatch('pods', namespace, name, patch as never, { fieldManager });
      return undefined;
    },
  };
}

/** Whether somebody will still count the Pod. */
function isAwaited(api: LocalApi, pod: Pod): boolean {
  const owner = controllerOf(pod);
  if (!owner) return false;
  if (owner.kind !== 'Job') return true;
  const job = api.get('jobs', pod.metadata.namespace, owner.name);
  if (job?.metadata.uid !== owner.uid) return false;
  return job !== undefined && (isManagedElsewhere(job) || !isJobFinished(job));
}

function trackedPods(api: LocalApi, { metadata, spec }: StoredOf<'jobs'>): string[] {
  return api
    .list('pods', metadata.namespace)
    .filter((pod) => isTracked(pod) && selects(spec?.selector, pod.metadata.labels))
    .map(keyOf);
}
