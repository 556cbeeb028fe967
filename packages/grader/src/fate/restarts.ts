import type { CauseWord } from '@podlab/lab-format';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Version } from '../history/version.ts';
import { asPod, containerStatusesOf } from './pod-facts.ts';

/** What the versions of one Pod say about restarts since the first of them. */
export interface Restarts {
  /** Restarts of all containers together. */
  readonly count: number;
  /** Why the last one happened. */
  readonly cause: CauseWord | undefined;
  /** The Pod got a new sandbox: same UID, another IP. */
  readonly sandboxRecreated: boolean;
  /** The kubelet restarted all containers in place, init containers included. */
  readonly allContainers: boolean;
  /** Entry of the last restart. */
  readonly lastN: number | undefined;
}

/**
 * Counts restarts over the versions of one Pod; the first is the baseline.
 *
 * The evidence is the container: its `restartCount`, and its `containerID` where the count does not tell (it is best
 * effort, and may begin again at 0 after a node lost its records).
 * @param fromBirth the Pod was born in the window, so even the restarts of its first version count
 */
export function countRestarts(versions: readonly Version[], fromBirth = false): Restarts {
  let count = 0;
  let cause: CauseWord | undefined;
  let lastN: number | undefined;
  let sandboxRecreated = false;
  let allContainers = false;
  const born = fromBirth ? versions[0] : undefined;
  if (born && restartsBefore(born) > 0) {
    count = restartsBefore(born);
    lastN = born.n;
    cause = 'exited';
  }
  versions.forEach((version, i) => {
    const before = versions[i - 1];
    if (!before || version.gone) return;
    const was = asPod(before.object);
    const is = asPod(version.object);
    const more = newInstances(was, is);
    if (more > 0) {
      count += more;
      lastN = version.n;
      cause = causeOfRestart(was, is, asPod((versions[0] ?? before).object));
    }
    const ip = was.status?.podIP;
    if (ip && is.status?.podIP && ip !== is.status.podIP) sandboxRecreated = true;
    if (showsRestartOfAll(is) && !showsRestartOfAll(asPod((versions[0] ?? before).object))) allContainers = true;
  });
  return { count, cause, sandboxRecreated, allContainers, lastN };
}

function restartsBefore(version: Version): number {
  return containerStatusesOf(asPod(version.object)).reduce((sum, status) => sum + status.restartCount, 0);
}

function newInstances(was: Pod, is: Pod): number {
  const earlier = new Map(containerStatusesOf(was).map((status) => [status.name, status]));
  return containerStatusesOf(is).reduce((sum, status) => {
    const before = earlier.get(status.name);
    const grown = status.restartCount - (before?.restartCount ?? 0);
    if (grown > 0) return sum + grown;
    const another = before?.containerID && status.containerID && before.containerID !== status.containerID;
    return another ? sum + 1 : sum;
  }, 0);
}

function causeOfRestart(was: Pod, is: Pod, baseline: Pod): CauseWord {
  const images = (pod: Pod) => (pod.spec?.containers ?? []).map((container) => container.image).join(' ');
  const grown = (is.metadata?.generation ?? 0) > (baseline.metadata?.generation ?? 0);
  if (grown && images(is) !== images(baseline)) return 'specChange';
  const counts = new Map(containerStatusesOf(was).map((status) => [status.name, status.restartCount]));
  const restarted = containerStatusesOf(is).filter((status) => status.restartCount > (counts.get(status.name) ?? 0));
  return restarted.some((status) => status.lastState?.terminated?.reason === 'OOMKilled') ? 'oomKilled' : 'exited';
}

function showsRestartOfAll(pod: Pod): boolean {
  return (
    (pod.status?.conditions ?? []).some(
      (condition) => condition.type === 'AllContainersRestarting' && condition.status === 'True',
    ) || containerStatusesOf(pod).some((status) => status.lastState?.terminated?.reason === 'RestartingAllContainers')
  );
}
