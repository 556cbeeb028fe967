import { formatTime } from '@podlab/apimachinery';
import type { ContainerState } from 'kubernetes-types/core/v1';
import { sharedValue } from '../../apiserver/objects/shared-value.ts';
import { type ContainerInstance, newestInstance, previousInstance, type RuntimePod } from '../../runtime/ports.ts';
import {
  containersByRole,
  type ContainerStatusRecord,
  isSidecar,
  type RuledContainer,
  type StoredPod,
  type VolumeMountStatus,
} from '../pod-types.ts';
import {
  restartingAllMessage,
  restartingAllReason,
  restartingAllState,
  wasRestartingAllContainers,
} from '../restarts/restart-all-containers.ts';
import { shouldContainerBeRestarted } from '../restarts/restart-decision.ts';

/** Why the last attempt to start a container came to nothing, as `state.waiting` shows it. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

/** What probes say about a container that is running. Without a probe the answer is yes. */
export interface ProbeVerdicts {
  hasStarted(container: RuledContainer, instance: ContainerInstance): boolean;
  isReady(container: RuledContainer, instance: ContainerInstance): boolean;
}

export interface ContainerStatusInput {
  /** With the resources that its containers have been given. */
  readonly pod: StoredPod;
  readonly runtime: RuntimePod;
  /** By container name; forgotten when a start succeeds. */
  readonly startFailures: Pick<ReadonlyMap<string, StartFailure>, 'get'>;
  readonly probes: ProbeVerdicts;
  readonly isBeingDeleted: boolean;
  /** How often a container had been started when all were removed to be started again, by its name. */
  readonly resetCounts: ReadonlyMap<string, number> | undefined;
  /** By instance id; `terminated.message`. */
  readonly terminationMessages: ReadonlyMap<string, string>;
}

/**
 * `status.containerStatuses` and of ephemeral containers (sorted by name), and `status.initContainerStatuses` (in spec order).
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses; fidelity.md 2.3
 */
export function containerStatuses(input: ContainerStatusInput): {
  readonly init: ContainerStatusRecord[];
  readonly apps: ContainerStatusRecord[];
  readonly ephemeral: ContainerStatusRecord[];
} {
  const { spec } = input.pod;
  const initContainers: readonly RuledContainer[] = spec.initContainers ?? [];
  const waitingFor = initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  return {
    init: initContainers.map((container) => containerStatus(container, true, waitingFor, input)),
    apps: spec.containers
      .map((container) => containerStatus(container, false, waitingFor, input))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    ephemeral: containersByRole(spec)
      .ephemeral.map((container) => ephemeralStatus(container, input))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** As any other, but it is never ready and nobody asks whether it has started. */
function ephemeralStatus(container: RuledContainer, input: ContainerStatusInput): ContainerStatusRecord {
  const { started: _, ...status } = containerStatus(container, false, 'ContainerCreating', input);
  return { ...status, ready: false };
}

function containerStatus(
  container: RuledContainer,
  isInit: boolean,
  waitingFor: string,
  input: ContainerStatusInput,
): ContainerStatusRecord {
  const newest = newestInstance(input.runtime, container.name);
  const ended = newest ? undefined : removedAfterItsEnd(container.name, isInit, input);
  if (ended) return ended;
  const previous = previousInstance(input.runtime, container.name);
  const { state, lastState } = showStartFailure(
    container,
    isInit,
    {
      state: newest
        ? instanceState(newest, waitingFor, input)
        : { waiting: neverMade(container.name, waitingFor, input) },
      lastState: previous
        ? instanceState(previous, waitingFor, input)
        : input.resetCounts?.has(container.name)
          ? { terminated: restartingAllState }
          : {},
    },
    input,
  );
  const isRunning = state.running !== undefined && newest !== undefined;
  const started = isRunning && input.probes.hasStarted(container, newest);
  const ready =
    isInit && !isSidecar(container)
      ? state.terminated?.exitCode === 0
      : started && input.probes.isReady(container, newest);
  const mounts = volumeMountStatuses(container);
  const status: ContainerStatusRecord = {
    name: container.name,
    state,
    lastState,
    ready,
    restartCount: newest?.attempt ?? input.resetCounts?.get(container.name) ?? 0,
    image: newest?.image ?? container.image ?? '',
    imageID: newest?.imageId ?? '',
  };
  if (newest) status.containerID = `containerd://${newest.id}`;
  status.started = started;
  if (newest) {
    const requests = container.resources?.requests;
    if (requests) status.allocatedResources = { ...requests };
    status.resources = newest.resources ?? {};
  }
  if (mounts.length > 0) status.volumeMounts = mounts;
  if (newest && newest.state !== 'created') status.user = linuxUser(newest);
  return status;
}

/** A container that is about to be started again, but could not be the last time, shows why instead of how it ended. */
function showStartFailure(
  container: RuledContainer,
  isInit: boolean,
  states: { state: ContainerState; lastState: ContainerState },
  input: ContainerStatusInput,
): { state: ContainerState; lastState: ContainerState } {
  const failure = input.startFailures.get(container.name);
  const newest = newestInstance(input.runtime, container.name);
  if (failure === undefined) return states;
  if (isInit && newest?.state === 'exited' && newest.exitCode === 0) return states;
  if (!shouldContainerBeRestarted(container, input.pod.spec, newest, input.isBeingDeleted)) return states;
  return {
    state: { waiting: { reason: failure.reason, message: failure.message } },
    lastState: states.state.terminated ? states.state : states.lastState,
  };
}

/** With all others, to be started again: what else was said of it when it ended is kept once more. */
function removedAfterItsEnd(
  name: string,
  isInit: boolean,
  { pod, resetCounts }: ContainerStatusInput,
): ContainerStatusRecord | undefined {
  const restartCount = resetCounts?.get(name);
  if (restartCount === undefined || !wasRestartingAllContainers(pod)) return undefined;
  const statuses = pod.status?.[isInit ? 'initContainerStatuses' : 'containerStatuses'];
  const before = statuses?.find((status) => status.name === name);
  if (!before?.state?.terminated) return undefined;
  const lastState = { terminated: restartingAllState };
  return { ...before, state: { waiting: removedState }, lastState, restartCount };
}

function neverMade(name: string, waitingFor: string, { pod, resetCounts }: ContainerStatusInput) {
  return resetCounts?.has(name) === true && wasRestartingAllContainers(pod) ? removedState : { reason: waitingFor };
}

const removedState = { reason: restartingAllReason, message: restartingAllMessage };

function instanceState(instance: ContainerInstance, waitingFor: string, input: ContainerStatusInput): ContainerState {
  if (instance.state === 'created') return { waiting: { reason: waitingFor } };
  if (instance.state === 'running') return { running: { startedAt: formatTime(instance.startedAtMs ?? 0) } };
  const message = instance.message ?? input.terminationMessages.get(instance.id);
  return {
    terminated: {
      exitCode: instance.exitCode ?? 0,
      reason: instance.reason ?? 'Unknown',
      ...(message && { message }),
      // A container that never ran "started" at the beginning of time.
      startedAt: formatTime(instance.startedAtMs ?? 0),
      finishedAt: formatTime(instance.finishedAtMs ?? 0),
      containerID: `containerd://${instance.id}`,
    },
  };
}

type LinuxUser = NonNullable<ContainerStatusRecord['user']>;

/** An instance shows the same user at each sync. */
const linuxUsers = new WeakMap<object, LinuxUser>();

function linuxUser({ user }: ContainerInstance): LinuxUser {
  let shown = linuxUsers.get(user);
  if (!shown) {
    const groups = [...new Set([user.gid, ...(user.groups ?? [])])].sort((a, b) => a - b);
    shown = sharedValue({ linux: { uid: user.uid, gid: user.gid, supplementalGroups: groups } });
    linuxUsers.set(user, shown);
  }
  return shown;
}

function volumeMountStatuses(container: RuledContainer): VolumeMountStatus[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, readOnly }) => ({
    name,
    mountPath,
    ...(readOnly && { readOnly: true, recursiveReadOnly: 'Disabled' }),
  }));
}
