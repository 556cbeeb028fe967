import { findCondition, formatTime, keyOf } from '@podlab/apimachinery';
import type { Taint } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { isPodReady } from '../objects/pod.ts';
import { givenUpAtMs, nextMonitorMs, silentNodeConditions } from './node-heartbeat.ts';
import { noTaints, syncedTaints, withoutEviction } from './node-taints.ts';
import { taintPace, zoneOf } from './zone-disruption.ts';

type StoredNode = StoredOf<'nodes'>;

/** Where kubelets renew their leases. */
const leaseNamespace = 'kube-node-lease';
const fieldManager = 'kube-controller-manager';

/**
 * Watches over nodes: gives those up that are silent, taints them by their conditions and when cordoned, and tells
 * their Pods. @see pkg/controller/nodelifecycle/node_lifecycle_controller.go
 */
export function nodeLifecycleController({ api, timers, eventRecorder }: ClusterContext): ControllerDefinition {
  const events = eventRecorder('node-controller');
  const heardAtMs = new Map<string, number>();
  const wasReady = new Map<string, boolean>();
  /** Those that are registered; one that has gone, until the look that finds it so. */
  const known = new Map<string, { readonly node: StoredNode; readonly missedMs?: number }>();
  /** By zone, when a node of it was last tainted for eviction. */
  const taintedMs = new Map<string, number>();
  /** When the look is due that brings NoExecute taints in line with what a node says of itself. */
  const noExecuteDueMs = new Map<string, number>();
  const startedMs = timers.nowMs();

  function sync(name: string): SyncResult | undefined {
    const found = api.get('nodes', undefined, name);
    if (!found) {
      heardAtMs.delete(name);
      wasReady.delete(name);
      noExecuteDueMs.delete(name);
      return unregister(name);
    }
    if (!wasReady.has(name)) register(found);
    known.set(name, { node: found });
    const node = checkHeartbeat(found);
    markPods(node);
    const nowMs = timers.nowMs();
    const marked = taint(node, 'NoSchedule');
    const taintMs = node === found ? noExecuteMs(marked) : nowMs;
    if (!isReady(marked) || (taintMs !== undefined && taintMs <= nowMs)) evict(marked, taintMs);
    const silentMs = givenUpAtMs(heardAtMs.get(name) ?? nowMs, startedMs);
    const nextMs = silentMs > nowMs ? silentMs : nextMonitorMs(nowMs, startedMs);
    return { requeueAfterMs: Math.min(nextMs, noExecuteDueMs.get(name) ?? nextMs) - nowMs };
  }

  /** NoSchedule follows a node's status at once, NoExecute at the next look only. @returns undefined: nothing to do */
  function noExecuteMs(node: StoredNode): number | undefined {
    const { name } = node.metadata;
    const nowMs = timers.nowMs();
    if (syncedTaints(node, 'NoExecute', nowMs) === (node.spec?.taints ?? noTaints)) {
      noExecuteDueMs.delete(name);
      return undefined;
    }
    const dueMs = noExecuteDueMs.get(name) ?? nextMonitorMs(nowMs, startedMs);
    noExecuteDueMs.set(name, dueMs);
    return dueMs;
  }

  /** Brings NoExecute taints in line, unless it is another node's turn or none's. */
  function evict(node: StoredNode, dueMs: number | undefined): void {
    const { name } = node.metadata;
    const nowMs = timers.nowMs();
    const before = node.spec?.taints ?? noTaints;
    const isDue = dueMs !== undefined && dueMs <= nowMs;
    const others = withoutEviction(before);
    if (!isDue && others.length === before.length) return;
    const zone = zoneOf(node);
    const pace = isReady(node) ? 0 : taintPace(api.list('nodes'), zone);
    if (pace === 'withdrawn') {
      noExecuteDueMs.set(name, nextMonitorMs(nowMs, startedMs));
      if (others.length < before.length) setTaints(node, others);
      return;
    }
    if (!isDue) return;
    const isNew = syncedTaints(node, 'NoExecute', nowMs).length > before.length;
    const turnMs = pace === 'none' ? nextMonitorMs(nowMs, startedMs) : (taintedMs.get(zone) ?? -Infinity) + pace;
    if (isNew && turnMs > nowMs) {
      noExecuteDueMs.set(name, turnMs);
      return;
    }
    noExecuteDueMs.delete(name);
    if (isNew) taintedMs.set(zone, nowMs);
    taint(node, 'NoExecute');
  }

  function register(node: StoredNode): void {
    const { name } = node.metadata;
    wasReady.set(name, isReady(node));
    if (!heardAtMs.has(name)) heardAtMs.set(name, timers.nowMs());
    if (!known.has(name)) tell(node, 'RegisteredNode', `Registered Node ${name} in`);
  }

  /** The next look finds that the node has gone. */
  function unregister(name: string): SyncResult | undefined {
    const gone = known.get(name);
    if (gone === undefined) return undefined;
    const { node, missedMs = nextMonitorMs(timers.nowMs(), startedMs) } = gone;
    if (missedMs > timers.nowMs()) {
      known.set(name, { node, missedMs });
      return { requeueAfterMs: missedMs - timers.nowMs() };
    }
    known.delete(name);
    tell(node, 'RemovingNode', `Removing Node ${name} from`);
    return undefined;
  }

  function tell(node: StoredNode, reason: string, what: string): void {
    events.event(node, { type: 'Normal', reason, message: `Node ${node.metadata.name} event: ${what} Controller` });
  }

  function checkHeartbeat(node: StoredNode): StoredNode {
    const nowMs = timers.nowMs();
    if (nowMs < givenUpAtMs(heardAtMs.get(node.metadata.name) ?? nowMs, startedMs)) return node;
    if (findCondition(node.status?.conditions, 'Ready')?.status === 'Unknown') return node;
    const conditions = silentNodeConditions(node.status?.conditions, nowMs);
    return api.updateStatus('nodes', { ...node, status: { ...node.status, conditions } }, { fieldManager });
  }

  /** When a node stops being ready, its Pods stop being ready too: nobody could say otherwise. */
  function markPods(node: StoredNode): void {
    const { name } = node.metadata;
    const ready = isReady(node);
    const before = wasReady.get(name);
    wasReady.set(name, ready);
    if (ready || !before) return;
    events.event(node, {
      type: 'Normal',
      reason: 'NodeNotReady',
      message: `Node ${name} status is now: NodeNotReady`,
    });
    for (const pod of api.listPodsOnNode(name)) {
      if (!isPodReady(pod)) continue;
      events.event(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
      const lastTransitionTime = formatTime(timers.nowMs());
      const conditions = pod.status?.conditions?.map((condition) =>
        condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime } : condition,
      );
      const status = { ...pod.status, ...(conditions ? { conditions } : {}) };
      api.updateStatus('pods', { ...pod, status }, { fieldManager });
    }
  }

  function taint(node: StoredNode, effect: 'NoExecute' | 'NoSchedule'): StoredNode {
    const taints = syncedTaints(node, effect, timers.nowMs());
    return taints === (node.spec?.taints ?? noTaints) ? node : setTaints(node, taints);
  }

  function setTaints(node: StoredNode, taints: readonly Taint[]): StoredNode {
    const { taints: _, ...spec } = node.spec ?? {};
    const next = { ...node, spec: { ...spec, ...(taints.length > 0 ? { taints: [...taints] } : {}) } };
    return api.update('nodes', next, { fieldManager });
  }

  return {
    name: 'node-lifecycle-controller',
    watches: [
      watching('nodes', (change) => {
        const { object: node } = change;
        // Any status the kubelet posts is a sign of life; ours is not.
        const isHeard =
          change.type === 'ADDED' || (change.type === 'MODIFIED' && heartbeat(node) !== heartbeat(change.old));
        if (isHeard) heardAtMs.set(node.metadata.name, timers.nowMs());
        return [keyOf(node)];
      }),
      watching('leases', ({ type, object: { metadata } }) => {
        if (metadata.namespace !== leaseNamespace || type === 'DELETED') return [];
        heardAtMs.set(metadata.name, timers.nowMs());
        return [];
      }),
    ],
    sync,
  };
}

function isReady({ status }: StoredNode): boolean {
  return findCondition(status?.conditions, 'Ready')?.status === 'True';
}

function heartbeat({ status }: StoredNode): string | undefined {
  return findCondition(status?.conditions, 'Ready')?.lastHeartbeatTime;
}
