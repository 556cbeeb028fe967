import { parseGoDuration, parseTime, type Stored } from '@podlab/apimachinery';
import { containerShouldRestart, initialBackoffMs, maxBackoffMs } from '@podlab/simulator/decisions';
import type { Container, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import type { ContainerPicture, Span } from './cluster-picture.ts';

/** The containers of a Pod in the order in which they start. */
export function pictureContainers(pod: Stored<Pod>): readonly ContainerPicture[] {
  const { spec, status } = pod;
  const draw = (
    containers: readonly Container[] | undefined,
    statuses: readonly ContainerStatus[] | undefined,
    kindOf: (container: Container) => ContainerPicture['kind'],
  ) =>
    (containers ?? []).map((container) =>
      pictureContainer(
        pod,
        container,
        kindOf(container),
        statuses?.find(({ name }) => name === container.name),
      ),
    );
  return [
    ...draw(spec?.initContainers, status?.initContainerStatuses, ({ restartPolicy }) =>
      restartPolicy === 'Always' ? 'sidecar' : 'init',
    ),
    ...draw(spec?.containers, status?.containerStatuses, () => 'container'),
    ...draw(spec?.ephemeralContainers, status?.ephemeralContainerStatuses, () => 'ephemeral'),
  ];
}

function pictureContainer(
  pod: Stored<Pod>,
  container: Container,
  kind: ContainerPicture['kind'],
  status: ContainerStatus | undefined,
): ContainerPicture {
  const { waiting, terminated } = status?.state ?? {};
  const ended = terminated ?? status?.lastState?.terminated;
  const state = stateOf(pod, container, kind, status);
  return {
    name: container.name,
    kind,
    state,
    reason: waiting?.reason ?? terminated?.reason,
    exitCode: ended?.exitCode,
    restarts: status?.restartCount ?? 0,
    backOff: state === 'waiting-to-restart' && status ? backOffOf(pod, container, status) : undefined,
  };
}

/** Reasons of a container that waits and that nothing is wrong with. */
const onItsWay = new Set([undefined, '', 'ContainerCreating', 'PodInitializing']);

function stateOf(
  pod: Stored<Pod>,
  container: Container,
  kind: ContainerPicture['kind'],
  status: ContainerStatus | undefined,
): ContainerPicture['state'] {
  const { waiting, running, terminated } = status?.state ?? {};
  if (running) return status?.ready === true ? 'ready' : 'running';
  if (terminated) {
    if (mayRestart(pod, container, kind, terminated.exitCode)) return 'waiting-to-restart';
    return terminated.exitCode === 0 ? 'completed' : 'failed';
  }
  if (!waiting) return 'waiting';
  if (waiting.reason === 'CrashLoopBackOff') return 'waiting-to-restart';
  return onItsWay.has(waiting.reason) ? 'creating' : 'blocked';
}

function mayRestart(pod: Stored<Pod>, container: Container, kind: ContainerPicture['kind'], exitCode: number): boolean {
  const { metadata, spec, status } = pod;
  if (metadata.deletionTimestamp !== undefined || kind === 'ephemeral' || !spec) return false;
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return false;
  // An init container that succeeded has done its work, whatever the Pod's policy says.
  if (kind === 'init' && exitCode === 0) return false;
  return containerShouldRestart(container, spec, exitCode);
}

/** So long may a run last before the kubelet forgets the restarts before it. */
const forgetAfterMs = 2 * maxBackoffMs;
const messagePattern = /^back-off (\S+) restarting failed container/;

function backOffOf(pod: Stored<Pod>, container: Container, status: ContainerStatus): Span | undefined {
  const { waiting, terminated } = status.state ?? {};
  const fromMs = parseTime((terminated ?? status.lastState?.terminated)?.finishedAt);
  if (fromMs === undefined) return undefined;
  const said = messagePattern.exec(waiting?.message ?? '')?.[1];
  const delayMs = said === undefined ? nominalDelayMs(pod, container, status, fromMs) : parseGoDuration(said);
  return delayMs === undefined || delayMs <= 0 ? undefined : { fromMs, untilMs: fromMs + delayMs };
}

/**
 * While the Pod is younger than the time after which restarts are forgotten, their number alone gives the delay. Where a
 * probe may have killed the container it does not: its delay counts from the run before (fidelity.md 2.4).
 */
function nominalDelayMs(
  pod: Stored<Pod>,
  container: Container,
  { restartCount }: ContainerStatus,
  finishedAtMs: number,
): number | undefined {
  if (container.livenessProbe !== undefined || container.startupProbe !== undefined) return undefined;
  if (restartCount === 0) return 0;
  const startedMs = parseTime(pod.status?.startTime);
  if (startedMs === undefined || finishedAtMs - startedMs > forgetAfterMs) return undefined;
  return Math.min(initialBackoffMs * 2 ** (restartCount - 1), maxBackoffMs);
}
