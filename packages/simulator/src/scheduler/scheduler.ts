import { deepEqual, formatTime, type Selector, type Timer } from '@podlab/apimachinery';
import type { PodCondition } from 'kubernetes-types/core/v1';
import { rareKinds } from '#parts';
import type { ObjectChange, StoredOf } from '../apiserver/local-api.ts';
import type { ClusterContext, Component } from '../cluster/ports.ts';
import { type ControllerOptions, defaultControllerOptions } from '../controllers/machinery/controller.ts';
import { drawMs } from '../time/span.ts';
import { findPodCondition, isPodTerminal } from '../controllers/objects/pod.ts';
import { isNotFound } from '../controllers/objects/status-errors.ts';
import { claimsUsedBy } from '../controllers/persistent-volume/claims-used-by.ts';
import { chooseNode, type NodeRejection } from './choose-node.ts';
import { ClusterState } from './cluster-state.ts';
import { defaultSelector } from './default-selector.ts';
import { evictVictims, isProtectedByBudget, markVictims } from './evict-victims.ts';
import { fitErrorMessage, truncateMessage, wholeClusterMessage } from './fit-error.ts';
import { defaultFilters } from './plugins/default-plugins.ts';
import type { ClusterChange, SchedulingContext } from './plugins/plugin.ts';
import { NodeSampling } from './node-sampling.ts';
import { findPreemption } from './preemption.ts';
import type { VolumePlan } from './pod-volumes.ts';
import type { VolumeReservations } from './volume-reservations.ts';
import { type PodInfo, podInfoOf, requestsOf } from './scheduled-pod.ts';
import { maxUnschedulableMs, SchedulingQueue } from './scheduling-queue.ts';

type Pod = StoredOf<'pods'>;

/** The name in `spec.schedulerName` that this scheduler answers to. */
export const schedulerName = 'default-scheduler';

const fieldManager = 'kube-scheduler';
/** How long one decision takes, and what it takes when no node fits: the Pod is told before the next one is looked at. */
const cycleMs = 1;
const failedCycleMs = 20;
/** Until Pods that something may have helped are looked at. */
const helpedMs = 2;
/** How often Pods that have fitted nowhere for long are looked for. @see pkg/scheduler/backend/queue flushUnschedulablePodsLeftover */
const flushMs = 30_000;

/** Finds a node for every Pod that has none, one Pod at a time. @see pkg/scheduler/schedule_one.go */
export function createScheduler(
  context: ClusterContext,
  options: ControllerOptions = defaultControllerOptions,
): Component {
  const { api, timers } = context;
  const events = context.eventRecorder(schedulerName);
  const random = context.random.fork('scheduler');
  const reaction = random.fork('reaction');
  const reactionMs = () => drawMs(options.latency.reactionMs, reaction);
  let cluster = new ClusterState();
  let queue = new SchedulingQueue();
  let sampling = new NodeSampling();
  let watches: readonly { stop(): void }[] = [];
  let turn: Timer | undefined;
  let flush: Timer | undefined;
  let isDeciding = false;
  const scheduling: SchedulingContext = {
    get cluster() {
      return cluster;
    },
    defaultSelector: (pod): Selector | undefined => defaultSelector(api, pod),
    storage: {
      findClaim: (namespace, name) => api.get('persistentvolumeclaims', namespace, name),
      findVolume: (name) => api.get('persistentvolumes', undefined, name),
      findClass: (name) => api.get('storageclasses', undefined, name),
      volumes: () => api.list('persistentvolumes'),
    },
    namespaceLabels: (namespace) => api.get('namespaces', undefined, namespace)?.metadata.labels,
  };

  let reservations: VolumeReservations | undefined;

  function wake(delayMs: number): void {
    if (watches.length === 0 || isDeciding || !queue.hasNext()) return;
    turn ??= timers.schedule(delayMs, scheduleNext);
  }

  function scheduleNext(): void {
    turn = undefined;
    const queued = queue.next(timers.nowMs());
    let nextMs = cycleMs;
    if (queued) {
      isDeciding = true;
      try {
        scheduleOne(queued.pod);
        if (queue.find(queued.pod.metadata.uid)) nextMs = failedCycleMs;
      } catch (error) {
        if (!isNotFound(error)) {
          const { namespace = '', name } = queued.pod.metadata;
          if (queue.find(queued.pod.metadata.uid)) queue.activate(queued.pod, timers.nowMs());
          options.onFailure({ controller: schedulerName, key: `${namespace}/${name}`, error });
        }
      } finally {
        isDeciding = false;
      }
    }
    wake(nextMs);
  }

  function scheduleOne(pod: Pod): void {
    const { uid } = pod.metadata;
    const info = podInfoOf(pod);
    const hasClaims = claimsUsedBy(pod).length > 0;
    const fault = hasClaims ? rareKinds.code.findVolumeFault(pod, scheduling.storage) : undefined;
    if (fault) {
      queue.park(uid, new Set([fault.plugin]), timers.nowMs());
      return reportUnschedulable(pod, wholeClusterMessage(cluster.nodes().length, fault.why), undefined);
    }
    const choice = cluster.withNominated(pod, () => chooseNode(info, scheduling, random, sampling));
    if (!choice.node) return preemptOrPark(info, choice.rejections);
    const { node } = choice.node;
    if (!node) return;
    const plan = hasClaims ? rareKinds.code.planPodVolumes(pod, node, scheduling.storage) : undefined;
    if (plan && 'reasons' in plan) return;
    forget(pod);
    cluster.setPod(pod, node.metadata.name, info);
    if (!plan || plan.bindings.length + plan.provisions.length === 0) bind(pod, node.metadata.name);
    else reserve(pod, node, plan);
  }

  /** Asks for a Pod's volumes before it is bound. */
  function reserve(pod: Pod, node: StoredOf<'nodes'>, plan: VolumePlan): void {
    const { storage } = scheduling;
    reservations ??= new rareKinds.code.VolumeReservations({ api, timers, storage, bind, giveUp });
    reservations.reserve(pod, node, plan);
  }

  function bind(pod: Pod, nodeName: string): void {
    const { namespace = '', name, uid } = pod.metadata;
    api.bindPod(namespace, name, nodeName);
    events.event(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
    });
    const bound = api.get('pods', namespace, name);
    if (bound?.metadata.uid === uid) helped({ kind: 'podAssigned', pod: bound });
  }

  /** The volumes of a Pod could not be had in time: it is looked at afresh. */
  function giveUp(pod: Pod, reason: string): void {
    const { namespace = '', name, uid } = pod.metadata;
    cluster.removePod(uid);
    const current = api.get('pods', namespace, name);
    if (current?.metadata.uid !== uid) return;
    queue.activate(current, timers.nowMs());
    reportUnschedulable(current, reason, undefined);
    wake(reactionMs());
  }

  function preemptOrPark(info: PodInfo, rejections: readonly NodeRejection[]): void {
    const { pod } = info;
    const isProtected = (other: Pod) => isProtectedByBudget(api, other);
    const outcome = findPreemption(info, rejections, { context: scheduling, isProtected });
    const { preemption } = outcome;
    const message = fitErrorMessage(rejections, outcome);
    queue.park(pod.metadata.uid, new Set(rejections.map(({ plugin }) => plugin)), timers.nowMs());
    if (preemption) markVictims(api, preemption, timers.nowMs());
    reportUnschedulable(pod, message, preemption?.node.node?.metadata.name);
    if (preemption) evictVictims({ api, events }, pod, preemption);
  }

  function reportUnschedulable(pod: Pod, message: string, nominatedNodeName: string | undefined): void {
    const { namespace = '', name, uid } = pod.metadata;
    events.event(pod, { type: 'Warning', reason: 'FailedScheduling', message: truncateMessage(message) });
    const current = api.get('pods', namespace, name);
    if (current?.metadata.uid !== uid) return;
    const condition = unschedulableCondition(current, message, timers.nowMs());
    const others = current.status?.conditions?.filter(({ type }) => type !== 'PodScheduled') ?? [];
    const status = {
      ...current.status,
      conditions: [...others, condition],
      ...(nominatedNodeName ? { nominatedNodeName } : {}),
    };
    const reported = api.updateStatus('pods', { ...current, status }, { fieldManager });
    queue.refresh(reported);
    if (nominatedNodeName) cluster.nominate(reported, nominatedNodeName);
  }

  function forget(pod: Pod): void {
    queue.remove(pod);
    cluster.denominate(pod.metadata.uid);
  }

  /** Something happened: Pods that it may help are tried again. */
  function helped(change: ClusterChange): void {
    queue.reactivate(timers.nowMs(), ({ pod, rejectedBy }) => mayHelp(change, pod, rejectedBy));
    wake(helpedMs);
  }

  function mayHelp(change: ClusterChange, pod: Pod, rejectedBy: ReadonlySet<string>): boolean {
    if (rejectedBy.size === 0) return change.kind === 'nodeAdded';
    const info = podInfoOf(pod);
    return defaultFilters.some((plugin) => rejectedBy.has(plugin.name) && plugin.mayHelp(change, info));
  }

  function onClaim({ type, object: claim }: ObjectChange<StoredOf<'persistentvolumeclaims'>>): void {
    if (type === 'DELETED') return;
    reservations?.check();
    helped({ kind: 'claimChanged', claim });
  }

  function onPod(change: ObjectChange<Pod>): void {
    const { object: pod } = change;
    if (change.type === 'DELETED' || isPodTerminal(pod)) {
      forget(pod);
      reservations?.drop(pod.metadata.uid);
      if (cluster.removePod(pod.metadata.uid)) helped({ kind: 'podGone', pod });
    } else if (pod.spec?.nodeName) {
      forget(pod);
      onAssigned(change, pod, pod.spec.nodeName);
    } else {
      onWaiting(change, pod);
    }
  }

  function onAssigned(change: ObjectChange<Pod>, pod: Pod, nodeName: string): void {
    const isSame = change.type === 'MODIFIED' && change.old.spec?.nodeName === nodeName && isAlike(change.old, pod);
    if (isSame) return;
    cluster.setPod(pod, nodeName);
    const old = change.type === 'MODIFIED' && change.old.spec?.nodeName ? change.old : undefined;
    if (!old) return helped({ kind: 'podAssigned', pod });
    // Nobody is helped by a Pod that is going before it is gone.
    if (!hasSameLabels(old, pod)) helped({ kind: 'podRelabelled', pod, old });
    if (needsLess(old, pod)) helped({ kind: 'podShrunk', pod, old });
  }

  function onWaiting(change: ObjectChange<Pod>, pod: Pod): void {
    const isOurs = (pod.spec?.schedulerName ?? schedulerName) === schedulerName;
    if (!isOurs || pod.metadata.deletionTimestamp || pod.spec?.schedulingGates?.length) return forget(pod);
    if (reservations?.has(pod.metadata.uid)) return;
    if (change.type === 'ADDED' || !queue.find(pod.metadata.uid)) {
      queue.activate(pod, timers.nowMs());
      wake(reactionMs());
      return;
    }
    queue.refresh(pod);
    if (change.type === 'MODIFIED' && !isAlike(change.old, pod)) helpedByItself(pod, change.old);
  }

  /** The Pod itself has changed: it is tried again if that can matter to what rejected it. */
  function helpedByItself(pod: Pod, old: Pod): void {
    const change: ClusterChange = { kind: 'podItself', pod, old };
    queue.reactivate(
      timers.nowMs(),
      (queued) => queued.pod.metadata.uid === pod.metadata.uid && mayHelp(change, pod, queued.rejectedBy),
    );
    wake(reactionMs());
  }

  function onNode(change: ObjectChange<StoredOf<'nodes'>>): void {
    const { object: node } = change;
    if (change.type === 'DELETED') return cluster.removeNode(node.metadata.name);
    cluster.setNode(node);
    if (change.type === 'ADDED') helped({ kind: 'nodeAdded', node });
    else helped({ kind: 'nodeChanged', node, old: change.old });
  }

  function flushLeftover(): void {
    const nowMs = timers.nowMs();
    queue.reactivate(nowMs, ({ sinceMs }) => nowMs - sinceMs >= maxUnschedulableMs);
    wake(reactionMs());
    flush = timers.schedule(flushMs, flushLeftover);
  }

  return {
    name: schedulerName,
    start() {
      if (watches.length > 0) return;
      cluster = new ClusterState();
      queue = new SchedulingQueue();
      sampling = new NodeSampling();
      watches = [
        api.watch('nodes', onNode, options.latency.informerMs),
        api.watch('pods', onPod, options.latency.informerMs),
        api.watch('persistentvolumeclaims', onClaim, options.latency.informerMs),
        api.watch('persistentvolumes', () => helped({ kind: 'volumeChanged' }), options.latency.informerMs),
        api.watch(
          'storageclasses',
          ({ type }) => type === 'ADDED' && helped({ kind: 'storageClassAdded' }),
          options.latency.informerMs,
        ),
      ];
      flush = timers.schedule(flushMs, flushLeftover);
    },
    stop() {
      for (const watch of watches) watch.stop();
      watches = [];
      turn?.cancel();
      turn = undefined;
      flush?.cancel();
      flush = undefined;
      reservations?.stop();
    },
  };
}

/** Whether nothing has changed that scheduling looks at: the spec and being deleted raise the generation, labels do not. */
function isAlike(a: Pod, b: Pod): boolean {
  return (
    a.metadata.generation === b.metadata.generation &&
    a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
    hasSameLabels(a, b) &&
    deepEqual(requestsOf(a), requestsOf(b))
  );
}

function hasSameLabels(a: Pod, b: Pod): boolean {
  const [one, other] = [a.metadata.labels, b.metadata.labels];
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a Pod asks for, and has been given, less of something than before. */
function needsLess(before: Pod, after: Pod): boolean {
  const requests = requestsOf(after);
  return Object.entries(requestsOf(before)).some(([name, amount]) => amount > (requests[name] ?? 0));
}

function unschedulableCondition(pod: Pod, message: string, nowMs: number): PodCondition {
  const known = findPodCondition(pod, 'PodScheduled');
  const since = known?.status === 'False' ? known.lastTransitionTime : undefined;
  const condition = {
    type: 'PodScheduled',
    observedGeneration: pod.metadata.generation,
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: since ?? formatTime(nowMs),
    reason: 'Unschedulable',
    message,
  };
  return condition as unknown as PodCondition;
}
