import type { PodStatus } from 'kubernetes-types/core/v1';
import { newestInstance, type RuntimePod } from '../runtime/ports.ts';
import { killContainer, killPod } from './containers/kill-container.ts';
import { latencies } from './latencies.ts';
import { factsOf, type NodeServices, type PodRecord } from './node/node-services.ts';
import { computePodActions, type PodActions } from './pod-actions.ts';
import { deadlineMessage, deadlineReason, podStatus, type PodStatusVerdict } from './status/pod-status.ts';
import { containersByRole, findContainer, isSidecar, type RuledContainer } from './pod-types.ts';
import { UnprocessedVolumeError, VolumeError } from './volumes/projected-files.ts';
import { createSandbox, stopSandbox } from './containers/sandbox.ts';
import { startContainer, type StartOutcome } from './containers/start-container.ts';
import { isRestartingAllContainers } from './restarts/restart-all-containers.ts';
import {
  allocatedPod,
  considerResize,
  finishResize,
  resizeConditions,
  resizeContainers,
  resizePod,
} from './resize/resize-pod.ts';
import { isStaticPod } from './static-pods/static-pod.ts';
import { syncMirror } from './static-pods/static-pods.ts';
import { isTerminalPhase } from './status/status-manager.ts';
import { sleep, type Task } from './task.ts';
import { terminationMessage } from './containers/termination-message.ts';
import { findUnsupportedFeature, notSimulatedReason } from './admission/unsupported-features.ts';

/** What a sync came to, and with it when the next is due. */
export interface SyncResult {
  /** The Pod has reached its end: it is to be terminated. */
  readonly isTerminal: boolean;
  /** Something was started: the Pod is looked at again at once. */
  readonly hasStarted: boolean;
  /** More than one container was started: the start of the last becomes known while the Pod is looked at. */
  readonly hasStartedSeveral: boolean;
  /** A container was made that could not be started: no process tells of its end. */
  readonly hasStartError: boolean;
  /** The soonest end of a back-off window; undefined: nothing was refused for its back-off. */
  readonly retryInMs: number | undefined;
  /** Something else could not be done: tried again in 10 to 15 s. */
  readonly hasFailed: boolean;
}

const nothingToDo: SyncResult = {
  isTerminal: false,
  hasStarted: false,
  hasStartedSeveral: false,
  hasStartError: false,
  retryInMs: undefined,
  hasFailed: false,
};

/** First wait for a volume's source; doubled each time. @see kubernetes v1.36 exponentialbackoff.go */
const firstVolumeRetryMs = 500;
const longestVolumeRetryMs = 122_000;
/** A claim that is not bound is looked at so often, and reported after so long. @see kubernetes v1.36 volume_manager.go podAttachAndMountTimeout */
const unprocessedRetryMs = 300;
const mountTimeoutMs = 123_000;

/**
 * One sync of a Pod that is not being terminated. Writes the status first and acts afterwards: what it does is seen in
 * the status of the next sync.
 * @param known the Pod as of the last relist
 * @see kubernetes v1.36 pkg/kubelet/kubelet.go SyncPod; fidelity.md 2.6
 */
export function* syncPod(node: NodeServices, record: PodRecord, known: RuntimePod): Task<SyncResult> {
  if (isStaticPod(record.pod)) syncMirror(node.api, record.pod);
  considerResize(node, record);
  finishResize(node, record, known);
  const verdict = writeStatus(node, record, known, { couldBeRunning: true });
  if (isTerminalPhase(verdict.phase)) {
    return { ...nothingToDo, isTerminal: true };
  }
  if (refuseUnsupported(node, record)) {
    writeStatus(node, record, known, { couldBeRunning: true });
    return nothingToDo;
  }
  yield* mountVolumes(node, record);
  tellMissingPullSecrets(node, record);
  record.probes.start();
  if (known.sandbox === undefined) yield sleep(node.timers, latencies.mountVolumesMs);
  record.isActing = true;
  try {
    return yield* syncContainers(node, record, known);
  } finally {
    record.isActing = false;
  }
}

/** @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go getPullSecretsForPod */
function tellMissingPullSecrets({ api, events }: NodeServices, { pod }: PodRecord): void {
  const { imagePullSecrets } = pod.spec;
  if (imagePullSecrets === undefined) return;
  const { namespace } = pod.metadata;
  const missing = imagePullSecrets.flatMap(({ name }) => (name && !api.get('secrets', namespace, name) ? [name] : []));
  if (missing.length === 0) return;
  const message = `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`;
  events.event(pod, { type: 'Warning', reason: 'FailedToRetrieveImagePullSecret', message });
}

/** What the container runtime is asked for. @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_manager.go SyncPod */
function* syncContainers(node: NodeServices, record: PodRecord, known: RuntimePod): Task<SyncResult> {
  if (isRestartingAllContainers(record.pod, known)) {
    yield* removeAllContainers(node, record);
    return { ...nothingToDo, hasStarted: true };
  }
  const actions = computePodActions({
    pod: allocatedPod(record),
    runtime: known,
    hasStarted: (container, instance) => record.probes.hasStarted(container, instance),
    killVerdict: (container, instance) => record.probes.killVerdict(container, instance),
  });
  return yield* act(node, record, known, actions);
}

/** Works a Pod's status out and writes it. */
export function writeStatus(
  node: NodeServices,
  record: PodRecord,
  known: RuntimePod,
  options: { readonly couldBeRunning: boolean; readonly isTerminal?: boolean },
): PodStatusVerdict {
  const latest = isStaticPod(record.pod) ? undefined : node.statuses.latest(record.pod);
  if (latest && latest !== (record.pod.status as unknown))
    record.pod = { ...record.pod, status: latest as unknown as PodStatus };
  const verdict = podStatus({
    pod: allocatedPod(record),
    runtime: known,
    startFailures: record.startFailures,
    probes: record.probes,
    isBeingDeleted: record.pod.metadata.deletionTimestamp !== undefined,
    terminationMessages: readTerminationMessages(record, known),
    hostIP: node.hostIP,
    resize: resizeConditions(record),
    resetCounts: record.resetCounts,
    eviction: record.eviction,
    nowMs: node.timers.nowMs(),
    isTerminal: options.isTerminal ?? false,
  });
  node.statuses.write(record.pod, verdict.status, options.couldBeRunning);
  if (isStaticPod(record.pod)) record.pod = { ...record.pod, status: verdict.status as unknown as PodStatus };
  record.probes.noteShown(known);
  if (verdict.status.reason === deadlineReason) tellDeadline(node, record);
  return verdict;
}

/**
 * Told whenever the status of a Pod is worked out whose time is up: by its last sync, twice while it is terminated, and
 * once more when it is.
 * @see kubernetes v1.36 pkg/kubelet/active_deadline.go ShouldEvict
 */
function tellDeadline(node: NodeServices, { pod }: PodRecord): void {
  node.events.event(pod, { type: 'Normal', reason: deadlineReason, message: deadlineMessage });
}

const noMessages: ReadonlyMap<string, string> = new Map();

function readTerminationMessages(record: PodRecord, known: RuntimePod): ReadonlyMap<string, string> {
  if (record.terminationLogs.size === 0) return noMessages;
  const { init, apps } = containersByRole(record.pod.spec);
  const messages = new Map<string, string>();
  const kept = new Set(known.instances.map(({ id }) => id));
  for (const [id, entry] of record.terminationLogs) {
    const instance = known.instances.find((other) => other.id === id);
    if (instance?.state !== 'exited') continue;
    if (!('message' in entry)) {
      const container = findContainer(record.pod.spec, instance.name);
      const message = terminationMessage({
        file: entry.files.readFile('termination-log'),
        policy: container?.terminationMessagePolicy ?? 'File',
        exitCode: instance.exitCode ?? 0,
        log: () => instance.log.read(),
        containerCount: init.length + apps.length,
      });
      record.terminationLogs.set(id, { ...entry, message });
    }
    const message = record.terminationLogs.get(id)?.message;
    if (message !== undefined) messages.set(id, message);
  }
  // Instances that have been removed, not those made since the relist.
  if (record.terminationLogs.size > 2 * (init.length + apps.length)) {
    for (const [id, entry] of record.terminationLogs) {
      if (!kept.has(id) && 'message' in entry) record.terminationLogs.delete(id);
    }
  }
  return messages;
}

function refuseUnsupported(node: NodeServices, record: PodRecord): boolean {
  const message = findUnsupportedFeature(record.pod);
  if (message === undefined) return false;
  const { init, apps } = containersByRole(record.pod.spec);
  const isKnown = record.startFailures.size > 0;
  for (const { name } of [...init, ...apps]) record.startFailures.set(name, { reason: notSimulatedReason, message });
  if (!isKnown) node.events.event(record.pod, { type: 'Warning', reason: notSimulatedReason, message });
  return true;
}

function* mountVolumes(node: NodeServices, record: PodRecord): Task {
  let retryMs = firstVolumeRetryMs;
  let waitedMs = 0;
  for (;;) {
    const fault = refreshVolumes(node, record);
    if (fault === undefined) return;
    const isUnprocessed = fault.error instanceof UnprocessedVolumeError;
    if (!isUnprocessed || waitedMs >= mountTimeoutMs) {
      waitedMs = 0;
      node.events.event(record.pod, { type: 'Warning', reason: 'FailedMount', message: mountFaultMessage(fault) });
    }
    const pauseMs = isUnprocessed ? unprocessedRetryMs : retryMs;
    yield sleep(node.timers, pauseMs);
    if (isUnprocessed) waitedMs += pauseMs;
    else retryMs = Math.min(retryMs * 2, longestVolumeRetryMs);
  }
}

interface MountFault {
  readonly error: VolumeError;
  readonly volumeName: string;
}

function mountFaultMessage({ error, volumeName }: MountFault): string {
  if (error instanceof UnprocessedVolumeError) {
    return `Unable to attach or mount volumes: unmounted volumes=[${volumeName}], unattached volumes=[], failed to process volumes=[${volumeName}]: ${error.message}`;
  }
  return `MountVolume.SetUp failed for volume "${error.volumeName ?? volumeName}" : ${error.message}`;
}

function refreshVolumes(node: NodeServices, record: PodRecord): MountFault | undefined {
  const { pod } = record;
  const facts = factsOf(node, record);
  for (const volume of pod.spec.volumes ?? []) {
    try {
      record.volumes.refresh(volume, { api: node.api, facts }, node.timers.nowMs());
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
      return { error, volumeName: volume.name };
    }
  }
  return undefined;
}

/** Ends and forgets every container, so that all start again from the first init container. */
function* removeAllContainers(node: NodeServices, record: PodRecord): Task {
  const podUid = record.pod.metadata.uid;
  const { init, apps } = containersByRole(record.pod.spec);
  const counts = new Map<string, number>();
  for (const container of [...apps, ...init]) {
    const newest = newestInstance(node.runtime.inspect(podUid), container.name);
    if (newest?.state === 'running') {
      yield* killContainer(node, record, container, newest, { message: 'killing', graceSeconds: 0 });
    }
    counts.set(container.name, (newest?.attempt ?? record.resetCounts?.get(container.name) ?? 0) + 1);
    node.runtime.removeContainer(podUid, container.name);
    record.startFailures.delete(container.name);
  }
  record.resetCounts = counts;
}

function* act(node: NodeServices, record: PodRecord, known: RuntimePod, actions: PodActions): Task<SyncResult> {
  const podUid = record.pod.metadata.uid;
  const graceSeconds = record.pod.spec.terminationGracePeriodSeconds ?? 30;
  if (actions.killPod) {
    if (actions.createSandbox) {
      const message = 'Pod sandbox changed, it will be killed and re-created.';
      node.events.event(record.pod, { type: 'Normal', reason: 'SandboxChanged', message });
    }
    yield* killPod(node, record, graceSeconds);
    yield* stopSandbox(node, podUid);
    if (!actions.createSandbox) {
      node.pleg.noteChange(podUid);
      return nothingToDo;
    }
  }
  for (const { container, instance, message, graceSeconds: allowed = graceSeconds } of actions.kill) {
    yield* killContainer(node, record, container, instance, { message, graceSeconds: allowed });
  }
  if (actions.createSandbox && !(yield* createSandbox(node, record, known))) return { ...nothingToDo, hasFailed: true };
  if (actions.resize.length > 0 && !resizeContainers(node, record, actions.resize)) {
    return { ...nothingToDo, hasFailed: true };
  }
  const isResized = resizePod(record) || actions.resize.length > 0;
  const result = { ...nothingToDo, hasStarted: isResized };
  const note = (outcome: StartOutcome): SyncResult => {
    if (outcome.kind === 'started') return { ...result, hasStarted: true, hasStartedSeveral: result.hasStarted };
    const retryInMs = Math.min(outcome.retryInMs ?? Infinity, result.retryInMs ?? Infinity);
    return {
      ...result,
      hasStartError: result.hasStartError || outcome.failure.reason === 'RunContainerError',
      retryInMs: retryInMs === Infinity ? undefined : retryInMs,
      hasFailed: result.hasFailed || outcome.retryInMs === undefined,
    };
  };
  const start = function* (container: RuledContainer): Task<boolean> {
    const outcome = yield* startContainer(node, record, container, known);
    Object.assign(result, note(outcome));
    return outcome.kind === 'started';
  };
  for (const container of actions.startEphemeral) yield* start(container);
  // An init container that cannot be started holds up those behind it, unless it is a sidecar; so does no app.
  for (const container of actions.startInit) {
    if (!(yield* start(container)) && !isSidecar(container)) return result;
  }
  for (const container of actions.startApps) yield* start(container);
  return result;
}

/**
 * The end of a Pod on its node: everything is stopped, and the status says what became of it.
 * @see kubernetes v1.36 pkg/kubelet/kubelet.go SyncTerminatingPod; fidelity.md 2.9
 */
export function* terminatePod(node: NodeServices, record: PodRecord, known: RuntimePod, graceSeconds: number): Task {
  const podUid = record.pod.metadata.uid;
  record.probes.stopKilling();
  writeStatus(node, record, known, { couldBeRunning: true });
  yield* killPod(node, record, graceSeconds);
  record.probes.stop();
  yield* stopSandbox(node, podUid);
  node.pleg.refresh(podUid);
  const { status } = writeStatus(node, record, node.runtime.inspect(podUid), {
    couldBeRunning: false,
    isTerminal: true,
  });
  if (status.reason === deadlineReason) tellDeadline(node, record);
}
