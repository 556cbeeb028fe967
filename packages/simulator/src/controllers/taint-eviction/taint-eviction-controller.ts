import { keyOf, splitKey } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { drawMs } from '../../time/span.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { withDisruptionTarget } from '../objects/disruption-target.ts';
import { unlessGone } from '../objects/status-errors.ts';
import { toleratedMs } from './eviction-time.ts';

const fieldManager = 'kube-controller-manager';
/**
 * Between the announcement of an eviction, the condition and the deletion: on a real cluster 20 to 50 ms with the looks in
 * between. Pods of one node are evicted side by side, but not at once.
 */
const callMs = { min: 12, max: 40 };

/**
 * Deletes Pods that do not tolerate a NoExecute taint of their node, or no longer; also those that have ended, or are going
 * already. @see pkg/controller/tainteviction/taint_eviction.go
 */
export function taintEvictionController(context: ClusterContext): ControllerDefinition {
  const { api, timers, eventRecorder } = context;
  const random = context.random.fork('taint evictions');
  const events = eventRecorder('taint-eviction-controller');
  /** Pods that will be deleted unless the taint goes: UID → since when they bear it. */
  const bearingSinceMs = new Map<string, number>();
  /** UIDs of Pods that are being evicted, and what was done last. */
  const evicting = new Map<string, 'announced' | 'marked'>();

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const pod = api.get('pods', namespace, name);
    if (!pod) return undefined;
    const taints = executeTaints(api.get('nodes', undefined, pod.spec?.nodeName ?? ''));
    const limitMs = taints.length > 0 ? toleratedMs(taints, pod.spec?.tolerations ?? []) : undefined;
    if (limitMs === undefined) {
      evicting.delete(pod.metadata.uid);
      if (bearingSinceMs.delete(pod.metadata.uid)) {
        say(pod, `Cancelling deletion of Pod ${key}`);
      }
      return undefined;
    }
    const nowMs = timers.nowMs();
    const sinceMs = bearingSinceMs.get(pod.metadata.uid) ?? nowMs;
    const leftMs = sinceMs + limitMs - nowMs;
    if (leftMs > 0) {
      bearingSinceMs.set(pod.metadata.uid, sinceMs);
      return { requeueAfterMs: leftMs };
    }
    return evict(pod, key);
  }

  /** The Events name the Pod without its UID: `kubectl describe` does not find them. @see pkg/controller/tainteviction/taint_eviction.go emitPodDeletionEvent */
  function say({ apiVersion, kind, metadata }: StoredOf<'pods'>, message: string): void {
    const named = { ...metadata, uid: '', resourceVersion: '' };
    events.event({ apiVersion, kind, metadata: named }, { type: 'Normal', reason: 'TaintManagerEviction', message });
  }

  /** One call after the other, each with its own time. */
  function evict(pod: StoredOf<'pods'>, key: string): SyncResult | undefined {
    const { namespace, name, uid } = pod.metadata;
    const done = evicting.get(uid);
    if (done === undefined) {
      evicting.set(uid, 'announced');
      say(pod, `Marking for deletion Pod ${key}`);
      return { requeueAfterMs: drawMs(callMs, random) };
    }
    if (done === 'announced') {
      evicting.set(uid, 'marked');
      const message = 'Taint manager: deleting due to NoExecute taint';
      const conditions = withDisruptionTarget(pod, { reason: 'DeletionByTaintManager', message }, timers.nowMs());
      api.updateStatus('pods', { ...pod, status: { ...pod.status, conditions } }, { fieldManager });
      return { requeueAfterMs: drawMs(callMs, random) };
    }
    unlessGone(() => api.delete('pods', namespace, name, { preconditions: { uid }, fieldManager }));
    bearingSinceMs.delete(uid);
    evicting.delete(uid);
    return undefined;
  }

  return {
    name: 'taint-eviction-controller',
    watches: [
      watching('nodes', (change) => {
        const isTainted = change.type !== 'DELETED' && executeTaints(change.object).length > 0;
        const wasTainted = change.type === 'MODIFIED' && executeTaints(change.old).length > 0;
        if (!isTainted && !wasTainted) return [];
        if (change.type === 'MODIFIED' && change.old.spec?.taints === change.object.spec?.taints) return [];
        return api.listPodsOnNode(change.object.metadata.name).map(keyOf);
      }),
      watching('pods', (change) => {
        const { object: pod } = change;
        if (change.type === 'DELETED') {
          bearingSinceMs.delete(pod.metadata.uid);
          evicting.delete(pod.metadata.uid);
          return [];
        }
        const isNews = change.type === 'ADDED' || change.old.spec !== pod.spec;
        const nodeName = pod.spec?.nodeName;
        return isNews && nodeName && executeTaints(api.get('nodes', undefined, nodeName)).length > 0
          ? [keyOf(pod)]
          : [];
      }),
    ],
    sync,
  };
}

function executeTaints(node: StoredOf<'nodes'> | undefined) {
  return (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}
