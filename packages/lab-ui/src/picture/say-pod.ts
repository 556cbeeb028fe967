import type { ContainerPicture, PodPicture, Span } from './cluster-picture.ts';

/** The first characters of a UID, as the timeline and the terminal print them. */
export function shortUid(uid: string): string {
  return uid.slice(0, 5);
}

/** STATUS and READY as kubectl prints them: `Running 1/1`. */
export function statusText({ status, ready, total }: PodPicture): string {
  return `${status} ${ready}/${total}`;
}

/** What runs out, in words: `next start in 8 s`. Undefined when nothing does. */
export function waitText(pod: PodPicture, nowMs: number): string | undefined {
  if (pod.terminating) return `${secondsLeft(pod.terminating, nowMs)} s of grace left`;
  const waits = pod.containers.flatMap(({ backOff }) => backOff ?? []);
  const first = waits.toSorted((a, b) => a.untilMs - b.untilMs)[0];
  return first && `next start in ${secondsLeft(first, nowMs)} s`;
}

/** One sentence for a container: `app is ready, restarted twice`. */
export function sayContainer(container: ContainerPicture): string {
  const kind = { container: '', init: 'init container ', sidecar: 'sidecar ', ephemeral: 'ephemeral container ' }[
    container.kind
  ];
  return `${kind}${container.name} ${sayState(container)}${sayRestarts(container.restarts)}`;
}

function sayState({ state, reason, exitCode }: ContainerPicture): string {
  switch (state) {
    case 'waiting':
      return 'has not started';
    case 'creating':
      return `is being made (${reason ?? 'ContainerCreating'})`;
    case 'blocked':
      return `cannot start (${reason ?? 'no reason given'})`;
    case 'running':
      return 'runs and is not ready';
    case 'ready':
      return 'is ready';
    case 'waiting-to-restart':
      return `exited with ${exitCode ?? 'an unknown code'}${reason ? ` (${reason})` : ''} and waits for its next start`;
    case 'completed':
      return 'has completed';
    case 'failed':
      return `failed with exit code ${exitCode ?? 'unknown'}${reason ? ` (${reason})` : ''}`;
  }
}

function sayRestarts(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ', restarted once' : count === 2 ? ', restarted twice' : `, restarted ${count} times`;
}

function secondsLeft({ untilMs }: Span, nowMs: number): number {
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
}
