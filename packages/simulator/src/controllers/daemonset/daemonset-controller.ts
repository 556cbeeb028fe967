import { keyOf, splitKey, type StatusError } from '@podlab/apimachinery';
import type { ObjectChange } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { templateHash } from '../deployment/template-hash.ts';
import { syncRevisions, truncateHistory } from '../history/sync-revisions.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { claimObjects } from '../objects/claim-objects.ts';
import { OrphanIndex, ownerKeys } from '../objects/orphan-index.ts';
import { createOwnedPods, deleteOwnedPods } from '../objects/owned-pods.ts';
import { availableAtMs } from '../objects/pod.ts';
import { selects } from '../objects/selector.ts';
import { type DaemonSet, hashLabel, type Node, type Pod, targetNodeOf } from './daemon-pods.ts';
import { daemonSetStatus } from './daemonset-status.ts';
import { FailedPodBackoff } from './failed-pod-backoff.ts';
import { type DaemonSetObservation, planNodes } from './plan-nodes.ts';
import { planUpdate } from './plan-update.ts';
import { podOfDaemonSet } from './pod-of-daemonset.ts';

const fieldManager = 'kube-controller-manager';

/** Keeps one Pod on each eligible node. @see pkg/controller/daemon/daemon_controller.go */
export function daemonSetController(context: ClusterContext): ControllerDefinition {
  const { api, timers } = context;
  const events = context.eventRecorder('daemonset-controller');
  const orphans = new OrphanIndex();
  const backoff = new FailedPodBackoff();

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const set = api.get('daemonsets', namespace, name);
    if (!set?.spec || set.metadata.deletionTimestamp) return undefined;
    const history = syncRevisions(api, set, { selector: set.spec.selector, hashLabel, hashOf: templateHash });
    const hash = history.update.metadata.labels?.[hashLabel] ?? '';
    const seen = observe(set, hash);
    const { error, waitMs } = bringNearer(seen);
    truncateHistory(api, set, history, revisionsInUse(seen, history.update.metadata.name));
    const after = observe(set, hash);
    const status = daemonSetStatus(after, history.collisionCount);
    api.updateStatus('daemonsets', { ...set, status }, { fieldManager });
    if (error) throw error;
    const waits = [waitMs, nextAvailabilityMs(after)].filter((ms) => ms !== undefined);
    return waits.length > 0 ? { requeueAfterMs: Math.min(...waits) } : undefined;
  }

  function observe(set: DaemonSet, hash: string): DaemonSetObservation {
    const { namespace, uid } = set.metadata;
    const candidates = [...api.listOwnedBy('pods', uid), ...orphans.listIn(api, 'pods', namespace)];
    const selector = set.spec?.selector ?? {};
    const pods = claimObjects(api, 'pods', { owner: set, selector, candidates });
    return { set, nodes: api.list('nodes'), pods, hash, nowMs: timers.nowMs() };
  }

  /** First every node has what it should; only then is the update taken further. */
  function bringNearer(seen: DaemonSetObservation): { readonly error?: StatusError; readonly waitMs?: number } {
    const plan = planNodes(seen);
    const { due, waitMs } = endedDue(seen, plan.ended);
    const wait = waitMs === undefined ? {} : { waitMs };
    const first = write(seen, [...plan.delete, ...due], plan.create);
    if (first) return { error: first, ...wait };
    const isQuiet = plan.create.length + plan.delete.length + due.length === 0;
    if (!isQuiet || seen.set.spec?.updateStrategy?.type !== 'RollingUpdate') return wait;
    const update = planUpdate(seen);
    const second = write(seen, update.delete, update.create);
    return { ...wait, ...(second ? { error: second } : {}) };
  }

  /** Succeeded Pods go at once; failed ones not too often on the same node. */
  function endedDue({ set, nowMs }: DaemonSetObservation, ended: readonly Pod[]) {
    const due: Pod[] = [];
    const waits: number[] = [];
    for (const pod of ended) {
      const node = targetNodeOf(pod) ?? '';
      const what = `daemon pod ${keyOf(pod)} on node ${node}`;
      if (pod.status?.phase === 'Succeeded') {
        const message = `Found succeeded ${what}, will try to delete it`;
        events.event(set, { type: 'Normal', reason: 'SucceededDaemonPod', message });
        due.push(pod);
        continue;
      }
      const waitMs = backoff.take(`${set.metadata.uid}/${set.status?.observedGeneration ?? 0}/${node}`, nowMs);
      if (waitMs > 0) {
        waits.push(waitMs);
        continue;
      }
      const message = `Found failed ${what}, will try to kill it`;
      events.event(set, { type: 'Warning', reason: 'FailedDaemonPod', message });
      due.push(pod);
    }
    return { due, waitMs: waits.length > 0 ? Math.min(...waits) : undefined };
  }

  function write({ set, hash }: DaemonSetObservation, surplus: readonly Pod[], nodes: readonly string[]) {
    const pods = nodes.map((node) => podOfDaemonSet(set, node, hash));
    const created = createOwnedPods(api, events, set, pods);
    const deleted = deleteOwnedPods(api, events, set, surplus);
    return created.error ?? deleted.error;
  }

  return {
    name: 'daemonset-controller',
    watches: [
      watching('daemonsets', (change) => [keyOf(change.object)]),
      watching('nodes', (change) => (isSameNode(change) ? [] : api.list('daemonsets').map(keyOf))),
      watching('pods', (change) => {
        const keys = ownerKeys(change, 'DaemonSet');
        if (orphans.observe(change)) {
          for (const set of api.list('daemonsets', change.object.metadata.namespace)) {
            if (selects(set.spec?.selector, change.object.metadata.labels)) keys.add(keyOf(set));
          }
        }
        return keys;
      }),
    ],
    sync,
  };
}

/** Whether a change of a node is none that decides about its Pods: only its status, say. */
function isSameNode(change: ObjectChange<Node>): boolean {
  return (
    change.type === 'MODIFIED' &&
    change.object.spec === change.old.spec &&
    change.object.metadata.labels === change.old.metadata.labels
  );
}

function nextAvailabilityMs({ set, pods, nowMs }: DaemonSetObservation): number | undefined {
  const waits = pods
    .map((pod) => (availableAtMs(pod, set.spec?.minReadySeconds ?? 0) ?? 0) - nowMs)
    .filter((waitMs) => waitMs > 0);
  return waits.length > 0 ? Math.min(...waits) : undefined;
}

function revisionsInUse({ set, pods }: DaemonSetObservation, current: string): ReadonlySet<string> {
  const hashes = pods.map(({ metadata }) => metadata.labels?.[hashLabel] ?? '');
  return new Set([current, ...hashes.map((hash) => `${set.metadata.name}-${hash}`)]);
}
