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

/** What the first version says. @param fromBirth the Pod was born in the window, so even the restarts of it count */
export function beginRestarts(first: Version, fromBirth: boolean): Restarts {
  const count = fromBirth ? restartsBefore(first) : 0;
  const seen = count > 0 ? { cause: 'exited' as const, lastN: first.n } : { cause: undefined, lastN: undefined };
  return { count, ...seen, sandboxRecreated: false, allContainers: false };
}

/**
 * Goes on with one version more.
 *
 * The evidence is the container: its `restartCount`, and its `containerID` where the count does not tell (it is best
 * effort, and may begin again at 0 after a node lost its records).
 * @param baseline the first version of all
 */
export function foldRestarts(restarts: Restarts, before: Version, version: Version, baseline: Version): Restarts {
  if (version.gone) return restarts;
  const [first, was, is] = [asPod(baseline.object), asPod(before.object), asPod(version.object)];
  const more = newInstances(was, is);
  const ip = was.status?.podIP;
  const hasNewIp = Boolean(ip && is.status?.podIP && ip !== is.status.podIP);
  const ofAll = showsRestartOfAll(is) && !showsRestartOfAll(first);
  if (more === 0 && !hasNewIp && !ofAll) return restarts;
  return {
    count: restarts.count + more,
    cause: more > 0 ? causeOfRestart(was, is, first) : restarts.cause,
    lastN: more > 0 ? version.n : restarts.lastN,
    sandboxRecreated: restarts.sandboxRecreated || hasNewIp,
    allContainers: restarts.allContainers || ofAll,
  };
}

/** How many times containers were started anew between two versions of a Pod. */
export function restartsBetween(before: Version, version: Version): number {
  return version.gone ? 0 : newInstances(asPod(before.object), asPod(version.object));
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
