import { LateMap, parseTime } from '@podlab/apimachinery';
import { kubeletPreemption } from '#parts';
import type { AdmissionFault } from './admission/admit-pod.ts';
import { isBackoffForgotten } from './restarts/crash-loop-backoff.ts';
import type { Eviction } from './eviction/eviction-manager.ts';
import { latencies } from './latencies.ts';
import type { NodeServices, PodRecord } from './node/node-services.ts';
import { isReadinessStale } from './status/pod-conditions.ts';
import { PodProbes, type VerdictChange } from './probes/pod-probes.ts';
import { deadlineMs, rejectedStatus } from './status/pod-status.ts';
import { isSidecar, type PodStatusRecord, type StoredPod } from './pod-types.ts';
import { PodVolumes } from './volumes/pod-volumes.ts';
import { podLevelResources } from './resize/resize-decision.ts';
import { showVerdict } from './probes/show-verdict.ts';
import { isCriticalPod } from './static-pods/static-pod.ts';
import { isTerminalPhase } from './status/status-manager.ts';
import { syncPod, type SyncResult, terminatePod } from './sync-pod.ts';
import { type RunningTask, runTask, sleep, type Task } from './task.ts';
import { hasInitialized, terminatedStatus } from './status/terminated-status.ts';
import { effectiveGraceSeconds } from './termination/termination-order.ts';
import { unevenMs } from './containers/throttled-start.ts';

/** @see kubernetes v1.36 pkg/kubelet/kubelet.go resyncInterval; pkg/kubelet/pod_workers.go backOffPeriod */
const resyncMs = 60_000;
const retryAfterFailureMs = 10_000;
/** @see kubernetes v1.36 pkg/kubelet/eviction/eviction_manager.go immediateEvictionGracePeriodSeconds */
const evictionGraceSeconds = 1;
/** Waits are stretched by a random factor in [1, 1.5). @see pkg/kubelet/pod_workers.go workerBackOffPeriodJitterFactor */
const longestStretch = 0.5;

/**
 * One Pod's life on its node: syncing, then terminating, then terminated. Does one thing at a time; whatever else
 * becomes known meanwhile leads to one more sync.
 * @see kubernetes v1.36 pkg/kubelet/pod_workers.go
 */
export class PodWorker {
  readonly #node: NodeServices;
  readonly #record: PodRecord;
  readonly #onForgotten: () => void;
  #stage: 'syncing' | 'terminating' | 'terminated' | 'forgotten' = 'syncing';
  #isGone = false;
  /** Its kubelet does not run. */
  #isPaused = false;
  #graceSeconds: number | undefined;
  #work: RunningTask | undefined;
  #isSyncWanted = false;
  #hasBegun = false;
  #isWaitingForRelist = false;
  /** After the look at what was started, one more sync is wanted, with the next relist. */
  #isOneMoreWanted = false;
  /** The last sync has started something and has looked at it already. */
  #hasFreshStart = false;
  #lastSyncMs: number | undefined;
  /** Of when something else than the status last changed: the kubelet looks at no status that it wrote itself. */
  #toldStatus: StoredPod['status'];
  #timers: readonly { cancel(): void }[] = none;

  constructor(node: NodeServices, pod: StoredPod, onForgotten: () => void) {
    this.#node = node;
    this.#onForgotten = onForgotten;
    this.#toldStatus = pod.status;
    this.#record = {
      pod,
      volumes: new PodVolumes(node),
      probes: new PodProbes(
        node,
        () => this.#record.pod,
        (change) => {
          this.#showSoon(change);
          this.requestSync();
        },
      ),
      seenMs: node.timers.nowMs(),
      startFailures: new LateMap(),
      backoffs: new LateMap(),
      pulls: new LateMap(),
      terminationLogs: new LateMap(),
      etc: undefined,
      allocatedSpec: pod.spec,
      actuatedResources: podLevelResources(pod.spec),
      resize: undefined,
      eviction: undefined,
      isActing: false,
      resetCounts: undefined,
      ip: undefined,
    };
  }

  get record(): PodRecord {
    return this.#record;
  }

  get isSyncing(): boolean {
    return this.#stage === 'syncing' && this.#lastSyncMs !== undefined;
  }

  /** Ends the Pod at once, as the node needs it to. */
  evict(eviction: Eviction): void {
    const { reason = 'Evicted', message, onEnded } = eviction;
    this.#node.events.event(this.#record.pod, { type: 'Warning', reason, message });
    this.#record.eviction = eviction;
    this.#terminate(onEnded ? undefined : evictionGraceSeconds);
  }

  get pod(): StoredPod {
    return this.#record.pod;
  }

  /** The Pod as the API has it now, at first and after each change. */
  update(pod: StoredPod): void {
    const before = this.#record.pod;
    this.#record.pod = pod;
    if (isNews(before, pod)) this.#toldStatus = pod.status;
    if (pod.metadata.deletionTimestamp !== undefined) this.#terminate(pod.metadata.deletionGracePeriodSeconds);
    else if (isTerminalPhase(pod.status?.phase) && !this.#hasBegun) this.#stage = 'terminated';
    else if (!this.#hasBegun || isNews(before, pod) || isReadinessStale(pod)) this.requestSync();
  }

  /** The object is gone from the API: whatever still runs is ended at once. */
  remove(): void {
    this.#isGone = true;
    if (this.#stage === 'terminated') this.#forget();
    else this.#terminate(0);
  }

  /** The file of a static Pod is gone: it ends as if it were deleted, and nothing more is shown of it. */
  removeStatic(): void {
    this.#isGone = true;
    this.#node.statuses.mute(this.#record.pod.metadata.uid);
    if (this.#stage === 'terminated') this.requestSync();
    else this.#terminate(undefined);
  }

  /** The containers have changed, or probes say something new. */
  requestSync(): void {
    if (this.#stage === 'forgotten' || this.#isPaused) return;
    this.#isSyncWanted = true;
    if (this.#work === undefined) this.#start();
  }

  /**
   * What a probe says is shown also while the worker is busy with something else. What it has passed is mostly written
   * with the sync that follows; that a container has started anew is not, as such a sync waits for a relist.
   */
  #showSoon(change: VerdictChange): void {
    const show = () => {
      if (this.#stage === 'syncing' || this.#stage === 'terminating') showVerdict(this.#node, this.#record, change);
    };
    if (change.isPassed) this.#node.timers.schedule(latencies.writeStatusMs, show);
    else show();
  }

  /** A container instance of this Pod has ended. */
  containerEnded(instanceId: string): void {
    this.#record.probes.forget(instanceId);
  }

  /** Stops everything without a word, as when the kubelet itself stops. */
  stop(): void {
    this.#stage = 'forgotten';
    this.#work?.cancel();
    this.#cancelTimers();
    this.#record.probes.stop();
  }

  /** The kubelet has stopped: the containers go on, and nobody looks. */
  pause(): void {
    this.#isPaused = true;
    this.#work?.cancel();
    this.#work = undefined;
    this.#cancelTimers();
    this.#record.probes.forgetAll();
  }

  /**
   * The kubelet runs again. It knows what is in the API and in the runtime, and nothing of back-offs, probes and whatever
   * it was about to do.
   * @param pod as the API has it now; undefined when it is gone
   */
  resume(pod: StoredPod | undefined): void {
    this.#isPaused = false;
    const { startFailures, backoffs, pulls, probes } = this.#record;
    for (const memory of [startFailures, backoffs, pulls]) memory.clear();
    probes.forgetAll();
    this.#graceSeconds = undefined;
    this.#hasFreshStart = false;
    this.#isWaitingForRelist = false;
    if (this.#stage === 'terminating') this.#stage = 'syncing';
    if (this.#stage !== 'terminated') this.#record.eviction = undefined;
    this.#node.pleg.refresh(this.#record.pod.metadata.uid);
    if (pod === undefined) this.remove();
    else this.update(pod);
    if (this.#stage === 'syncing') this.requestSync();
  }

  #terminate(wantedSeconds: number | undefined): void {
    if (this.#stage === 'forgotten') return;
    this.#graceSeconds = this.#shortenedGrace(wantedSeconds);
    if (this.#stage === 'terminated') {
      this.requestSync();
      return;
    }
    // A kubelet that stops containers already does not hear of a shorter grace, nor of a deletion by force.
    if (this.#stage === 'terminating') return;
    this.#record.probes.callOff();
    const isPatient = this.#stage === 'syncing' && (this.#isWaitingForRelist || this.#record.isActing);
    this.#stage = 'terminating';
    this.#hasFreshStart = false;
    // A sync that waits for a relist has its turn before, though it does nothing any more; one that is at its containers,
    // such as in a hook or a pull, is not broken off.
    if (!isPatient) {
      this.#work?.cancel();
      this.#work = undefined;
      this.#isWaitingForRelist = false;
    }
    this.requestSync();
  }

  #shortenedGrace(wantedSeconds: number | undefined): number {
    const specSeconds = this.#record.pod.spec.terminationGracePeriodSeconds ?? 30;
    return effectiveGraceSeconds(specSeconds, wantedSeconds, this.#graceSeconds);
  }

  #start(): void {
    this.#hasBegun = true;
    this.#cancelTimers();
    let isOver = false;
    const work = runTask(this.#doOneThing(), () => {
      isOver = true;
      this.#work = undefined;
      if (this.#isSyncWanted) this.requestSync();
    });
    if (!isOver) this.#work = work;
  }

  *#doOneThing(): Task {
    // What becomes known while this waits for the relist leads to one more.
    this.#isSyncWanted = this.#isOneMoreWanted;
    this.#isOneMoreWanted = false;
    const stage = this.#stage as string;
    yield* this.#waitForRelist();
    if (stage === 'syncing' && this.#stage === 'terminating') {
      this.#lastSyncMs = this.#node.timers.nowMs();
      return;
    }
    if (this.#lastSyncMs === undefined && this.#stage === 'syncing' && (yield* this.#reject())) return;
    const known = this.#node.pleg.status(this.#record.pod.metadata.uid);
    if (this.#stage === 'syncing') {
      this.#forgetBackoffs();
      const result = yield* syncPod(this.#node, this.#record, known);
      if (hasBegunToEnd(this.#stage)) this.#node.pleg.refresh(this.#record.pod.metadata.uid);
      else if (result.isTerminal) {
        this.#stage = 'terminating';
        this.#record.probes.end();
        this.#graceSeconds = this.#shortenedGrace(undefined);
        this.#isSyncWanted = true;
      } else this.#planNext(result);
    } else if (this.#stage === 'terminating') {
      yield* terminatePod(this.#node, this.#record, known, this.#graceSeconds ?? 30);
      this.#stage = 'terminated';
      this.#isSyncWanted = true;
      this.#node.release(this.#record.pod.metadata.uid);
      this.#record.eviction?.onEnded?.();
    } else if (this.#stage === 'terminated') {
      yield sleep(this.#node.timers, unevenMs(latencies.cleanUpMs, this.#node.random));
      this.#finish();
    }
    this.#lastSyncMs = this.#node.timers.nowMs();
  }

  /** Whether the node does not take the Pod on. Such a Pod has failed and never runs. */
  *#reject(): Task<boolean> {
    const { pod } = this.#record;
    const { allocation, events, statuses, timers } = this.#node;
    while (allocation.waiting) yield (resume) => void allocation.waiting?.push(resume);
    const fault = yield* this.#admissionFault();
    if (fault === undefined) return false;
    const { reason, message } = fault;
    events.event(pod, { type: 'Warning', reason, message });
    statuses.write(pod, rejectedStatus(pod, fault, timers.nowMs()), false);
    this.#lastSyncMs = timers.nowMs();
    this.#stage = 'terminated';
    return true;
  }

  *#admissionFault(): Task<AdmissionFault | undefined> {
    const { pod } = this.#record;
    const { allocation, api, nodeName, timers } = this.#node;
    const node = api.get('nodes', undefined, nodeName);
    const fault = node && (this.#node.pressureFault(pod) ?? allocation.admit(pod, node));
    if (fault?.lacks === undefined || !isCriticalPod(pod)) return fault;
    if (!kubeletPreemption.isHere) yield (resume) => timers.holdUntil?.(kubeletPreemption.load(), resume);
    return yield* kubeletPreemption.code.makeRoom(this.#node, pod, fault.lacks);
  }

  /** A sync works with what a relist has seen after the sync before. */
  *#waitForRelist(): Task {
    const { timers, pleg } = this.#node;
    if (this.#lastSyncMs === undefined) {
      yield sleep(timers, latencies.podAdmissionMs);
      return;
    }
    if (this.#hasFreshStart) {
      this.#hasFreshStart = false;
      yield sleep(timers, latencies.afterStartMs);
      return;
    }
    const sinceRelistMs = 1000 - pleg.msUntilRelist();
    if (timers.nowMs() - this.#lastSyncMs > sinceRelistMs) return;
    this.#isWaitingForRelist = true;
    yield sleep(timers, pleg.msUntilRelist());
    this.#isWaitingForRelist = false;
  }

  /** What has been left alone for long is gone by now: a kubelet tidies up every two seconds. */
  #forgetBackoffs(): void {
    const { backoffs } = this.#record;
    const nowMs = this.#node.timers.nowMs();
    for (const [key, entry] of backoffs) if (isBackoffForgotten(entry, nowMs)) backoffs.delete(key);
  }

  #planNext(result: SyncResult): void {
    const { timers, random, pleg } = this.#node;
    const { pod, probes } = this.#record;
    const nowMs = timers.nowMs();
    if (result.hasStarted) {
      pleg.refresh(pod.metadata.uid);
      this.#hasFreshStart = true;
      this.#isOneMoreWanted = this.#isSyncWanted || result.hasStartedSeveral;
      this.#isSyncWanted = true;
      if (probes.awaitsReadiness()) pleg.noteChange(pod.metadata.uid);
    }
    if (result.hasStartError) pleg.noteChange(pod.metadata.uid);
    const stretched = (ms: number) => Math.ceil(ms * (1 + random.float() * longestStretch));
    const resync = stretched(resyncMs);
    const retry = result.retryInMs === undefined ? Infinity : stretched(result.retryInMs);
    this.#plan(Math.min(resync, retry, result.hasFailed ? stretched(retryAfterFailureMs) : Infinity));
    const deadline = deadlineMs(pod);
    if (deadline !== undefined) this.#plan(Math.max(0, deadline - nowMs));
  }

  #plan(delayMs: number): void {
    this.#timers = this.#timers.concat(this.#node.timers.schedule(delayMs, () => this.requestSync()));
  }

  #cancelTimers(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers = none;
  }

  /** Nothing runs any more. A Pod that is being deleted goes; one that has ended by itself stays for its logs. */
  #finish(): void {
    const { pod } = this.#record;
    if (this.#isGone) return this.#forget();
    this.#reportEnd(pod);
    if (pod.metadata.deletionTimestamp !== undefined) this.#node.statuses.remove(pod);
  }

  /** Containers of which nobody knows how they ended have failed. */
  #reportEnd(pod: StoredPod): void {
    const status = this.#node.statuses.latest(pod);
    if (!status) return;
    const lastInit = pod.spec.initContainers?.at(-1);
    const before = (this.#toldStatus ?? {}) as Partial<PodStatusRecord>;
    const isLastRestartable = lastInit !== undefined && isSidecar(lastInit);
    const wasInitialized = lastInit === undefined || hasInitialized(before, isLastRestartable);
    this.#node.statuses.write(pod, terminatedStatus(status, wasInitialized), false);
  }

  #forget(): void {
    const { pod, ip } = this.#record;
    this.stop();
    const network = this.#node.runtime.networkOf(pod.metadata.uid);
    if (network) this.#node.network.close(network);
    this.#node.release(pod.metadata.uid);
    this.#node.runtime.removePod(pod.metadata.uid);
    this.#node.pleg.forget(pod.metadata.uid);
    if (ip !== undefined && !pod.spec.hostNetwork) this.#node.giveIpBack(ip);
    this.#onForgotten();
  }
}

/** The Pod has been told to go. */
function hasBegunToEnd(stage: string): boolean {
  return stage !== 'syncing';
}

const none: readonly never[] = [];

/** Whether a change is one that the kubelet acts on; its own status writes are not. */
function isNews(before: StoredPod, pod: StoredPod): boolean {
  const { metadata: a } = before;
  const { metadata: b } = pod;
  if (a.generation !== b.generation || a.uid !== b.uid) return true;
  return a.labels !== b.labels || a.annotations !== b.annotations
    ? JSON.stringify([a.labels, a.annotations]) !== JSON.stringify([b.labels, b.annotations])
    : parseTime(a.deletionTimestamp) !== parseTime(b.deletionTimestamp);
}
