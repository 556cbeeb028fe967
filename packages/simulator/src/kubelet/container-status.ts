import { formatTime } from '@podlab/apimachinery';
import type { ContainerState } from 'kubernetes-types/core/v1';
import { type ContainerInstance, newestInstance, previousInstance, type RuntimePod } from '../runtime/ports.ts';
import {
  type ContainerStatusRecord,
  isSidecar,
  type RuledContainer,
  type StoredPod,
  type VolumeMountStatus,
} from './pod-types.ts';
import { shouldContainerBeRestarted } from './restart-decision.ts';

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
  readonly pod: StoredPod;
  readonly runtime: RuntimePod;
  /** By container name; forgotten when a start succeeds. */
  readonly startFailures: ReadonlyMap<string, StartFailure>;
  readonly probes: ProbeVerdicts;
  readonly isBeingDeleted: boolean;
  /** By instance id; `terminated.message`. */
  readonly terminationMessages: ReadonlyMap<string, string>;
}

/**
 * `status.containerStatuses` (sorted by name) and `status.initContainerStatuses` (in spec order).
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses; fidelity.md 2.3
 */
export function containerStatuses(input: ContainerStatusInput): {
  readonly init: ContainerStatusRecord[];
  readonly apps: ContainerStatusRecord[];
} {
  const { spec } = input.pod;
  const initContainers: readonly RuledContainer[] = spec.initContainers ?? [];
  const waitingFor = initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  return {
    init: initContainers.map((container) => containerStatus(container, true, waitingFor, input)),
    apps: spec.containers
      .map((container) => containerStatus(container, false, waitingFor, input))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function containerStatus(
  container: RuledContainer,
  isInit: boolean,
  waitingFor: string,
  input: ContainerStatusInput,
): ContainerStatusRecord {
  const newest = newestInstance(input.runtime, container.name);
  const previous = previousInstance(input.runtime, container.name);
  const { state, lastState } = showStartFailure(
    container,
    isInit,
    {
      state: newest ? instanceState(newest, waitingFor, input) : { waiting: { reason: waitingFor } },
      lastState: previous ? instanceState(previous, waitingFor, input) : {},
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
  return {
    name: container.name,
    state,
    lastState,
    ready,
    restartCount: newest?.attempt ?? 0,
    image: newest?.image ?? container.image ?? '',
    imageID: newest?.imageId ?? '',
    ...(newest && { containerID: `containerd://${newest.id}` }),
    started,
    ...(newest && container.resources?.requests && { allocatedResources: { ...container.resources.requests } }),
    ...(newest && { resources: container.resources ?? {} }),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
    ...(newest && isRunOrRan(newest) && { user: linuxUser(newest) }),
  };
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
  if (isInit && !isSidecar(container) && newest?.state === 'exited' && newest.exitCode === 0) return states;
  if (!shouldContainerBeRestarted(container, input.pod.spec, newest, input.isBeingDeleted)) return states;
  return {
    state: { waiting: { reason: failure.reason, message: failure.message } },
    lastState: states.state.terminated ? states.state : states.lastState,
  };
}

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

function isRunOrRan(instance: ContainerInstance): boolean {
  return instance.state !== 'created' && instance.reason !== 'StartError';
}

function linuxUser({ user }: ContainerInstance): ContainerStatusRecord['user'] {
  return { linux: { uid: user.uid, gid: user.gid, supplementalGroups: [user.gid] } };
}

function volumeMountStatuses(container: RuledContainer): VolumeMountStatus[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, readOnly }) => ({
    name,
    mountPath,
    ...(readOnly && { readOnly: true, recursiveReadOnly: 'Disabled' }),
  }));
}
